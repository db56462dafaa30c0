import Glibc

/// Wakes the gate from another process: one datagram to a socket beside the store.
///
/// It carries nothing and may be lost; the gate also looks at the store's change counter once a second.
enum WakeSocket {
  /// Nil where the path is longer than a socket's may be.
  private static func address(_ storePath: String) -> sockaddr_un? {
    let path = Array((storePath + ".wake").utf8)
    var address = sockaddr_un()
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    return address
  }

  /// Says that something was written; without a gate nothing happens.
  static func send(toStore storePath: String) {
    guard var address = Self.address(storePath) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { _ = Glibc.close(descriptor) }
    var byte: UInt8 = 1
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe sendto(descriptor, &byte, 1, Int32(MSG_DONTWAIT), $0, length)
      }
    }
  }

  /// The gate's end: a descriptor that becomes readable; nil where there can be none.
  static func listen(atStore storePath: String) -> Int32? {
    guard var address = Self.address(storePath) else { return nil }
    // The lock is ours, so a socket that is there was left behind.
    unsafe unlink(storePath + ".wake")
    let flags = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, flags, 0)
    guard descriptor >= 0 else { return nil }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) }
    }
    guard status == 0 else {
      _ = Glibc.close(descriptor)
      return nil
    }
    unsafe chmod(storePath + ".wake", 0o660)
    return descriptor
  }

  /// Takes what has come in, however much.
  static func drain(_ descriptor: Int32) {
    var byte: UInt8 = 0
    while unsafe recv(descriptor, &byte, 1, 0) >= 0 {}
  }

  static func close(_ descriptor: Int32, atStore storePath: String) {
    _ = Glibc.close(descriptor)
    unsafe unlink(storePath + ".wake")
  }
}
