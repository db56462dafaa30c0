package import Foundation
import Glibc
import Publishing
import Texts

/// A file that is written beside its name, and appears under it whole and on disk, or not at all.
///
/// For its owner alone. A file of the name that is there already is left alone.
package final class NewFile {
  package let path: String
  package let handle: FileHandle
  private let scratch: String
  private var isPlaced = false

  package init(_ path: String) throws {
    self.path = path
    guard !FileManager.default.fileExists(atPath: path) else { throw Self.exists(path) }
    scratch = Self.folder(of: path) + "/.\((path as NSString).lastPathComponent).\(getpid())"
    handle = try Self.open(scratch)
  }

  deinit {
    if !isPlaced { unsafe unlink(scratch) }
  }

  /// Puts it under its name; nothing can take it away again.
  package func place() throws {
    do {
      try handle.synchronize()
    } catch {
      throw Failure(.cannotWrite, "\(path) cannot be made safe on the disk: \(error.localizedDescription)")
    }
    // Linking fails where a file of this name has come in the meantime; renaming would replace it. Not every file
    // system has links.
    var result = unsafe link(scratch, path)
    if result != 0, [EPERM, ENOTSUP, ENOSYS].contains(errno), !FileManager.default.fileExists(atPath: path) {
      result = unsafe rename(scratch, path)
    } else if result == 0 {
      unsafe unlink(scratch)
    }
    guard result == 0 else {
      if errno == EEXIST { throw Self.exists(path) }
      throw Failure(.cannotWrite, "\(path) cannot be written: \(unsafe String(cString: strerror(errno))).")
    }
    isPlaced = true
    DurableFolder.settle(Self.folder(of: path))
  }

  /// A file without a name, beside `path`: it is gone with its handle.
  package static func unnamed(beside path: String) throws -> FileHandle {
    let scratch = folder(of: path) + "/.portcullis.\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let handle = try open(scratch)
    unsafe unlink(scratch)
    return handle
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  private static func open(_ path: String) throws -> FileHandle {
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw Failure(.cannotWrite, "Nothing can be written in \(folder(of: path)): \(reason).")
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private static func exists(_ path: String) -> Failure {
    Failure(.cannotWrite, "\(path) exists already; name a new file.")
  }
}
