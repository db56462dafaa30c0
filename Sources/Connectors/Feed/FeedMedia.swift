import Foundation
import Glibc
import Publishing
import Texts

/// The folder `media` beside a feed's files: pictures and documents under names by their hash.
///
/// A file is whole and safe on the disk before an entry names it, and is removed only when no file beside the folder
/// names it any more; so at no moment does an entry lead nowhere, whenever the power fails.
struct FeedMedia: Sendable {
  /// As addresses in the feed have it.
  static let folderName = "media"

  /// The folder of the feed's own files.
  let parent: String
  let source: MediaSource

  var folder: String { "\(parent)/\(FeedMedia.folderName)" }

  func file(_ name: String) -> FeedFile { FeedFile(path: "\(folder)/\(name)") }

  func holds(_ name: String) -> Bool { file(name).identity != nil }

  // MARK: Bringing in

  /// A file on its way in: seen by nobody yet.
  struct Staged: Sendable {
    let name: String
    let file: FeedFile.Staged
  }

  /// Writes the item beside its place; nil where it stands there already, as it was approved.
  func stage(_ item: MediaItem, tag: String) throws -> Staged? {
    let place = file(item.publicName)
    if let there = try place.read(), ContentHash(of: there) == item.hash { return nil }
    let bytes = try source.bytes(of: item)
    guard MediaKind(content: bytes)?.type == item.mediaType.lowercased() else {
      throw ContentProblem(
        "“\(item.fileName)” is called \(item.mediaType), and by its content it is none; add the post again with the "
          + "picture itself.")
    }
    return Staged(name: item.publicName, file: try place.stage(bytes, tag: tag))
  }

  /// Puts files into their places, and makes that survive a loss of power.
  func place(_ staged: [Staged]) throws {
    guard let first = staged.first else { return }
    for item in staged {
      if case .perhaps(let problem) = try file(item.name).replace(with: item.file) { throw problem }
    }
    try file(first.name).syncFolder()
    // The folder itself may be new.
    try FeedFile(path: folder).syncFolder()
  }

  // MARK: Taking away

  /// Removes the files that nothing beside the folder names. `kept` are known to be named, and need no look.
  ///
  /// Another feed may lie in the same folder, so every file there is asked. What cannot be read or removed stays for the
  /// next time: a file too many does no harm.
  func sweep(keeping kept: () -> Set<String>) {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if present.isEmpty { return }
    var unwanted = Set(present.filter(FeedMedia.isName)).subtracting(kept())
    for name in present where name.hasPrefix(".") && name.hasSuffix(".new") && isAbandoned(name) { remove(name) }
    if unwanted.isEmpty { return }
    guard let neighbours = try? FileManager.default.contentsOfDirectory(atPath: parent) else { return }
    for neighbour in neighbours where neighbour != FeedMedia.folderName {
      let path = "\(parent)/\(neighbour)"
      let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      if kind == .typeDirectory { continue }
      guard let bytes = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else { return }
      unwanted = unwanted.filter { bytes.range(of: Data($0.utf8)) == nil }
      if unwanted.isEmpty { return }
    }
    for name in unwanted { remove(name) }
  }

  /// What a crash left half written. A younger one may be another feed's that lies in the same folder, on its way in.
  private func isAbandoned(_ name: String) -> Bool {
    let written = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
    return written.map { $0.timeIntervalSinceNow < -3600 } ?? false
  }

  /// Keeps other feeds, also those of other gates, from taking files away between their coming into place and the entry
  /// that names them. Nothing to keep where there is no folder.
  func whileNobodySweeps<Result>(_ action: () throws -> Result) rethrows -> Result {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return try action() }
    // Closing lets go of the lock.
    defer { close(descriptor) }
    flock(descriptor, LOCK_EX)
    return try action()
  }

  private func remove(_ name: String) { _ = unsafe unlink("\(folder)/\(name)") }

  /// A hash in hexadecimal digits, a full stop and an ending: nobody else's file looks so.
  static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count > 65, bytes.count <= 70, bytes[64] == UInt8(ascii: ".") else { return false }
    return bytes[..<64].allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
      && bytes[65...].allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
  }
}
