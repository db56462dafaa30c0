package import ElectionCalendar
package import Publishing
package import Texts

/// What one look at the files on disk found: their bytes, by name, and what could not be read.
///
/// A process of its own takes it and tells the gate on a pipe. Whatever the gate then reads into, that process has read
/// and parsed before, within its bounds, from these very bytes.
package struct DiskLook {
  /// The same for the same content in the same place, whatever sizes and times say.
  package let hash: ContentHash
  /// The gate has this content already: neither files nor doubts are told again.
  package let isKnown: Bool
  /// Why the settings cannot be read; those in force then say where the calendars lie.
  package let settingsProblem: String?
  package let files: [File]
  /// Files and folders of which there are no bytes.
  package let unreadable: [Unreadable]
  package let doubts: [Doubt]
  package let places: [WatchedPlaces.Place]

  package init(
    hash: ContentHash, isKnown: Bool, settingsProblem: String?, files: [File], unreadable: [Unreadable],
    doubts: [Doubt], places: [WatchedPlaces.Place]
  ) {
    self.hash = hash
    self.isKnown = isKnown
    self.settingsProblem = settingsProblem
    self.files = files
    self.unreadable = unreadable
    self.doubts = doubts
    self.places = places
  }

  package struct File: Equatable {
    package let role: Snapshot.Role
    package let path: String
    package let bytes: [UInt8]

    package init(role: Snapshot.Role, path: String, bytes: [UInt8]) {
      self.role = role
      self.path = path
      self.bytes = bytes
    }
  }

  package struct Unreadable: Equatable {
    package let path: String
    package let problem: String

    package init(path: String, problem: String) {
      self.path = path
      self.problem = problem
    }

    package var file: CalendarFile { CalendarFile(path: path, problem: problem) }
  }

  /// A doubt that has no beginning yet: the store knows since when.
  package struct Doubt: Equatable {
    package let source: String
    package let detail: String

    package init(source: String, detail: String) {
      self.source = source
      self.detail = detail
    }
  }
}

extension DiskLook {
  /// The bytes that go over the pipe: a line that says how long the head is, the head, and every file's content.
  package var message: [UInt8] {
    let head = JSON.object([
      ("hash", .string(hash.hex)), ("known", .bool(isKnown)), ("settings_problem", JSON(settingsProblem)),
      (
        "files",
        .array(
          files.map { file in
            .object([
              ("role", .string(file.role.rawValue)), ("path", .string(file.path)), ("bytes", .number(file.bytes.count)),
            ])
          })
      ),
      ("unreadable", .array(unreadable.map { .array([.string($0.path), .string($0.problem)]) })),
      ("doubts", .array(doubts.map { .array([.string($0.source), .string($0.detail)]) })),
      ("places", .array(places.map { .array([.string($0.kind.rawValue), .string($0.path), .string($0.name)]) })),
    ]).compactText
    return files.reduce(into: Array("look \(head.utf8.count)\n".utf8) + head.utf8) { $0 += $1.bytes }
  }

  /// What was being looked at, as the process tells before it begins with it.
  package static func step(_ name: String) -> [UInt8] { Array("at ".utf8) + name.utf8.filter { $0 != 0x0A } + [0x0A] }

  /// What a message says so far: the last step that was told and, where it is whole, the look.
  package static func read(_ message: [UInt8]) -> (step: String?, look: DiskLook?) {
    var step: String?
    var rest = message[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[(end + 1)...]
      if line.hasPrefix("at ") { step = String(line.dropFirst(3)) }
      if line.hasPrefix("look ") {
        return (step, Int(line.dropFirst(5)).flatMap { DiskLook(head: rest.prefix($0), content: rest.dropFirst($0)) })
      }
    }
    return (step, nil)
  }

  private init?(head: ArraySlice<UInt8>, content: ArraySlice<UInt8>) {
    guard let json = JSON(parsing: String(decoding: head, as: UTF8.self)),
      let hash = json["hash"]?.string.flatMap(ContentHash.init(hex:)), case .bool(let isKnown)? = json["known"],
      let listed = json["files"]?.array
    else { return nil }
    self.hash = hash
    self.isKnown = isKnown
    settingsProblem = json["settings_problem"]?.string
    var rest = content
    var files: [File] = []
    for file in listed {
      guard let role = file["role"]?.string.flatMap(Snapshot.Role.init), let path = file["path"]?.string,
        let count = file["bytes"]?.number, count >= 0, rest.count >= count
      else { return nil }
      files.append(File(role: role, path: path, bytes: Array(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    guard rest.isEmpty else { return nil }
    self.files = files
    func texts(_ key: String, _ count: Int) -> [[String]] {
      (json[key]?.array ?? []).map { ($0.array ?? []).compactMap(\.string) }.filter { $0.count == count }
    }
    unreadable = texts("unreadable", 2).map { Unreadable(path: $0[0], problem: $0[1]) }
    doubts = texts("doubts", 2).map { Doubt(source: $0[0], detail: $0[1]) }
    places = texts("places", 3).compactMap { texts in
      WatchedPlaces.Place.Kind(rawValue: texts[0]).map { WatchedPlaces.Place(kind: $0, path: texts[1], name: texts[2]) }
    }
  }
}
