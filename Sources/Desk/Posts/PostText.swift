package import Contract
import ElectionCalendar
import Elections
package import Foundation
import Glibc
import Machine
package import Publishing
import PublishingGate
import Texts

/// What a post says, from an argument, a file or standard input, checked.
package enum PostText {
  /// Longer texts are no posts but mistakes.
  package static let longest = 100_000

  package static func read(argument: String?, file: String?, standardInput: Bool, notice: (String) -> Void) throws
    -> String?
  {
    let sources = (argument != nil ? 1 : 0) + (file != nil ? 1 : 0) + (standardInput ? 1 : 0)
    guard sources <= 1 else { throw Failure(.usage, "Give the text once: by --text, --text-file or - alone.") }
    if let argument { return try checked(Array(argument.utf8), "--text") }
    if let file {
      guard let data = FileManager.default.contents(atPath: file) else {
        throw Failure(.badInput, "\(file): The text file cannot be read; correct its path or permissions.")
      }
      return try checked([UInt8](data), file)
    }
    guard standardInput else { return nil }
    if isatty(STDIN_FILENO) == 1 { notice("Type the text, and end it by Ctrl-D.") }
    return try checked([UInt8](FileHandle.standardInput.readDataToEndOfFile()), "standard input")
  }

  package static func checked(_ bytes: [UInt8], _ source: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = 1 + bytes.prefix(upTo: firstFault(bytes)).filter { $0 == 0x0A }.count
      throw Failure(.badInput, "\(source):\(line): The text is no UTF-8; save it as UTF-8.")
    }
    // Editors on Windows begin files with a byte order mark.
    let trimmed = (text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text).trimmed
    guard trimmed.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !$0.isUnseen }) else {
      throw Failure(.badInput, "\(source): The text is empty, or holds nothing that is seen; say something.")
    }
    guard trimmed.utf8.count <= longest else {
      throw Failure(
        .badInput, "\(source): The text is \(trimmed.utf8.count) bytes long; the most is \(longest). Shorten it.")
    }
    guard !trimmed.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" && $0 != "\r" }) else {
      throw Failure(.badInput, "\(source): The text holds control characters; remove them.")
    }
    return trimmed
  }

  private static func firstFault(_ bytes: [UInt8]) -> Int {
    var low = 0
    var high = bytes.count
    // The longest prefix that is whole UTF-8, give or take an unfinished character.
    while low < high {
      let middle = (low + high + 1) / 2
      if String(validating: bytes.prefix(middle), as: UTF8.self) != nil { low = middle } else { high = middle - 1 }
      if high - low < 4 { break }
    }
    return low
  }

  package static func link(_ text: String?) throws -> String? {
    guard let text else { return nil }
    if let problem = WebLink.problem(in: text) { throw Failure(.badInput, Sentence(problem)) }
    return text
  }
}

/// Copies media files into the store's folder, under their content's hash.
package struct MediaFolder {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package static let largest = 100 << 20

  /// A file of the caller's, as it is read where the caller is.
  package static func bytes(_ file: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.badInput, "\(file): The media file cannot be read; correct its path or permissions.")
    }
    return data
  }

  /// `file`: how its owner calls it.
  package func keep(_ data: Data, of file: String, alt: String) throws -> MediaItem {
    let url = URL(filePath: file)
    guard data.count <= Self.largest else {
      throw Failure(.badInput, "\(file): The media file is larger than \(Self.largest >> 20) MB; make it smaller.")
    }
    guard let kind = MediaKind(content: data) else {
      throw Failure(
        .badInput,
        "\(file): By its content this is no kind of media that is known, whatever its name says; save it as "
          + "\(MediaKind.allCases.map(\.name).joined(separator: ", ")).")
    }
    guard kind != .svg || !MediaKind.acts(svg: data) else {
      throw Failure(
        .badInput,
        "\(file): This drawing holds a script or fetches other files, which would run for everybody who opens it on your "
          + "site; save it as PNG.")
    }
    guard !alt.trimmed.isEmpty else {
      throw Failure(.usage, "\(file) has no --alt; say in words what it shows, for people who cannot see it.")
    }
    let hash = ContentHash(of: data)
    let target = URL(filePath: path).appending(path: hash.hex)
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: [
          .posixPermissions: FolderRights.isShared((path as NSString).deletingLastPathComponent) ? 0o770 : 0o700
        ])
      if !FileManager.default.fileExists(atPath: target.path(percentEncoded: false)) {
        try DurableFile.write(data, to: target)
      }
    } catch {
      throw Failure(.cannotWrite, "\(file) cannot be copied into \(path): \(error.localizedDescription)")
    }
    return MediaItem(
      hash: hash, fileName: url.lastPathComponent, mediaType: kind.type, alt: alt, byteCount: data.count)
  }

  /// A file that was kept before: its kind and length are those of its content, whatever a request says of them.
  package func item(_ file: MediaFile) throws -> MediaItem {
    guard let hash = ContentHash(hex: file.sha256),
      let data = FileManager.default.contents(atPath: path + "/" + hash.hex), let kind = MediaKind(content: data)
    else {
      throw Failure(.badInput, "No file is kept under the hash \(file.sha256.printable); hand the file in first.")
    }
    guard !file.alt.trimmed.isEmpty else {
      throw Failure(.usage, "\(file.name.printable) has no words that say what it shows; add them as “alt”.")
    }
    return MediaItem(
      hash: hash, fileName: (file.name as NSString).lastPathComponent, mediaType: kind.type, alt: file.alt,
      byteCount: data.count)
  }
}

/// Writes a file so that it is whole and on disk, or not there.
package enum DurableFile {
  package static func write(_ data: Data, to url: URL) throws {
    let folder = url.deletingLastPathComponent()
    let scratch = folder.appending(path: ".\(url.lastPathComponent).\(getpid())")
    try data.write(to: scratch)
    let handle = try FileHandle(forUpdating: scratch)
    try handle.synchronize()
    try handle.close()
    guard unsafe rename(scratch.path(percentEncoded: false), url.path(percentEncoded: false)) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    DurableFolder.settle(folder.path(percentEncoded: false))
  }
}
