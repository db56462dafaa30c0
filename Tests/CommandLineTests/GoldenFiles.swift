import Foundation
import TestSupport

/// The golden files of one kind, and how answers differ from them.
struct GoldenFiles {
  private let place: URL

  static let folder = Places.checkout.appending(path: "Tests/CommandLineTests/Golden")

  /// `kind`: a folder below `Golden`.
  init(_ kind: String) { place = Self.folder.appending(path: kind) }

  /// Every difference in words: first files that are missing or too many, then those that differ. Where the files are to be
  /// made anew, writes them instead, and finds none.
  func differences(from answers: [String: String]) throws -> [String] {
    if ProcessInfo.processInfo.environment["PORTCULLIS_WRITE_GOLDEN"] == "1" {
      try write(answers)
      return []
    }
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: place.path))
    let kind = place.lastPathComponent
    let missing = Set(answers.keys).subtracting(names).sorted().map { "Golden/\(kind)/\($0) is missing." }
    let extra = names.subtracting(answers.keys).sorted().map { "Golden/\(kind)/\($0) answers no question any more." }
    return missing + extra
      + (try answers.keys.filter(names.contains).sorted().compactMap { name in
        let stored = String(decoding: try Data(contentsOf: place.appending(path: name)), as: UTF8.self)
        return Self.difference(of: answers[name] ?? "", from: stored).map { "Golden/\(kind)/\(name) \($0)" }
      })
  }

  private func write(_ answers: [String: String]) throws {
    try? FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (name, text) in answers { try Data(text.utf8).write(to: place.appending(path: name)) }
  }

  // MARK: The first difference

  private static let neighbours = 3

  /// The first line that differs, with its neighbours; nil where the bytes are the same.
  static func difference(of answer: String, from stored: String) -> String? {
    guard !answer.utf8.elementsEqual(stored.utf8) else { return nil }
    let (kept, given) = (lines(stored), lines(answer))
    let place = zip(kept, given).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    var shown = ["differs from line \(place + 1) on:"]
    for number in max(0, place - neighbours)..<place { shown.append("    \(cut(kept[number], against: nil))") }
    let (old, new) = (kept.dropFirst(place).first, given.dropFirst(place).first)
    shown.append("  - \(old.map { cut($0, against: new) } ?? "(the golden file ends here)")")
    shown.append("  + \(new.map { cut($0, against: old) } ?? "(the answer ends here)")")
    for line in given.dropFirst(place + 1).prefix(neighbours) { shown.append("    \(cut(line, against: nil))") }
    return shown.joined(separator: "\n")
  }

  /// By line feeds alone: a carriage return before one counts.
  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// What can be read of a long line: from shortly before where it differs.
  private static func cut(_ line: String, against other: String?) -> String {
    let (most, before) = (160, 60)
    let same = other.map { zip(line, $0).prefix { $0 == $1 }.count } ?? 0
    let start = same > before ? same - before : 0
    let rest = line.dropFirst(start)
    return (start > 0 ? "…" : "") + rest.prefix(most).map(visible).joined() + (rest.count > most ? "…" : "")
  }

  /// A carriage return would hide the line before it.
  private static func visible(_ character: Character) -> String { character == "\r" ? "⟨CR⟩" : String(character) }
}
