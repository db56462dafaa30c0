import Glibc
import NIOCore

/// The account at the other end of a Unix socket, as the kernel noted it when the connection was made (unix(7), SO_PEERCRED).
///
/// Nothing that the caller sends, sets or preloads changes it; a user namespace neither, since the kernel gives the number that
/// the account has in ours.
package struct PeerAccount: Sendable {
  package let user: UInt32

  /// As the kernel lays it out: `struct ucred`.
  private struct Credentials: Sendable {
    var process: Int32 = 0
    var user: UInt32 = .max
    var group: UInt32 = .max
  }

  private static let option = NIOBSDSocket.Option(rawValue: CInt(SO_PEERCRED))

  /// Nil where the connection comes over the network.
  static func future(of channel: any Channel) -> EventLoopFuture<PeerAccount>? {
    guard case .unixDomainSocket = channel.localAddress, let provider = channel as? any SocketOptionProvider else {
      return nil
    }
    let found: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(level: .socket, name: option)
    return found.map { PeerAccount(user: $0.user) }
  }

  /// The login of the account; nil for a number that no passwd entry has, and for the one that the kernel gives in the place of
  /// numbers that have none here: whoever that is, they are nobody.
  package var login: String? {
    guard user != Self.overflow else { return nil }
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    let failure = unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found)
    guard failure == 0, let found = unsafe found else { return nil }
    return unsafe String(cString: found.pointee.pw_name)
  }

  /// `/proc/sys/kernel/overflowuid` of every kernel that was not set otherwise.
  private static let overflow: UInt32 = 65534

  /// Of this process, or root, who could be it: where no register is kept, whom the store belongs to.
  package var isOwn: Bool { user == geteuid() || user == 0 }
}
