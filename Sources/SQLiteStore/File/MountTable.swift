import Glibc

/// What the kernel says of the file system that a folder lies on.
enum MountTable {
  /// The type of a network file system under `folder`; nil on a disk of this machine, or where nothing is known.
  static func networkFileSystem(under folder: String, table: String? = nil) -> String? {
    guard let table = table ?? read("/proc/self/mountinfo"), let type = type(of: StoreFile.resolved(folder), in: table)
    else {
      return nil
    }
    return networkTypes.contains(type) ? type : nil
  }

  /// Whether something is mounted on this very path, which has no links in it.
  static func isMountPoint(_ path: String, table: String? = nil) -> Bool {
    guard let table = table ?? read("/proc/self/mountinfo") else { return false }
    return table.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 4 && unescaped(fields[4]) == path
    }
  }

  private static let networkTypes: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "ncpfs", "ocfs2", "gfs2", "lustre",
    "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs2", "davfs",
  ]

  /// The type of the mount with the longest point above `path`; of two at one point, the later covers the earlier.
  static func type(of path: String, in table: String) -> String? {
    var best: (point: String, type: String)?
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
      let point = unescaped(fields[4])
      guard path == point || path.hasPrefix(point == "/" ? "/" : point + "/") else { continue }
      if best.map({ point.utf8.count >= $0.point.utf8.count }) ?? true { best = (point, String(fields[dash + 1])) }
    }
    return best?.type
  }

  /// Blanks, tabs, line ends and backslashes stand as octal numbers in the table (proc(5)).
  private static func unescaped(_ field: Substring) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")].reduce(String(field)) { text, pair in
      text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
    }
  }

  private static func read(_ path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }
}
