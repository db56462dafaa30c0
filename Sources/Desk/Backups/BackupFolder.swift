import Foundation
import Glibc
import Publishing
import PublishingGate
import Texts

/// Copies a store with all that goes with it into a new folder, while it is in use: the whole folder is there, or nothing.
struct BackupFolder {
  let store: any CouncilStore
  let path: String
  /// The last entry of its log before the copy began: it has at least these.
  let last: Int64

  /// How many files it has.
  func write(progress: any ProgressShowing) throws -> Int {
    let scratch = try begin()
    var isDone = false
    defer { if !isDone { try? FileManager.default.removeItem(atPath: scratch) } }
    // The store first: media are kept before a post names them, and stay.
    let target = scratch + "/" + BackupManifest.store
    try store.backup(to: target) { progress.show(Int($0 * 90)) }
    var manifest = BackupManifest(madeAt: Workspace.now, origin: try store.name(), lastEntry: last, files: [])
    let copied = try CopiedFile.facts(of: target)
    manifest.files.append(BackupManifest.File(path: BackupManifest.store, hash: copied.hash, bytes: copied.bytes))
    let companions = StoreCompanions(folder: store.companionFolder)
    for name in try companions.files() {
      let place = scratch + "/" + name
      try FileManager.default.createDirectory(
        atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      let facts = try CopiedFile.copy(companions.folder + "/" + name, to: place)
      manifest.files.append(BackupManifest.File(path: name, hash: facts.hash, bytes: facts.bytes))
    }
    let list = try NewFile(scratch + "/" + BackupManifest.name)
    try list.handle.write(contentsOf: Array(manifest.json.text.utf8))
    try list.place()
    guard unsafe rename(scratch, path) == 0 else {
      throw Failure(
        .cannotWrite, "\(path.visibleLine) cannot be written: \(unsafe String(cString: strerror(errno)).lowercased()).")
    }
    isDone = true
    DurableFolder.settle((path as NSString).deletingLastPathComponent)
    return manifest.files.count
  }

  /// A folder of its own beside the one that is asked for.
  private func begin() throws -> String {
    let files = FileManager.default
    if files.fileExists(atPath: path), (try? files.contentsOfDirectory(atPath: path))?.isEmpty != true {
      throw Failure(.cannotWrite, "\(path.visibleLine) exists already; name a new folder.")
    }
    let name = (path as NSString).lastPathComponent
    let scratch = (path as NSString).deletingLastPathComponent
    let place = (scratch.isEmpty ? "." : scratch) + "/.\(name).\(getpid())"
    guard unsafe mkdir(place, 0o700) == 0 else {
      throw Failure(
        .cannotWrite,
        "Nothing can be written beside \(path.visibleLine): \(unsafe String(cString: strerror(errno)).lowercased()).")
    }
    return place
  }
}
