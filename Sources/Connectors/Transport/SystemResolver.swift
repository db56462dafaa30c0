import Dispatch
import Glibc
package import Publishing
import Synchronization

/// Names looked up as the machine is set up to: hosts file, then DNS.
package enum SystemResolver {
  /// All addresses of `host`, in the system's order of preference.
  package static func addresses(of host: String, within limit: Duration) async throws(AddressProblem) -> [IPAddress] {
    let answer = await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
      let first = FirstAnswer(continuation)
      // A lookup cannot be cancelled: one that hangs is left to end by itself, on a thread that nothing waits for.
      DispatchQueue.global().async { first.give(lookUp(host)) }
      let limitNanoseconds = limit.components.seconds * 1_000_000_000 + limit.components.attoseconds / 1_000_000_000
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(limitNanoseconds))) {
        first.give(
          .failure(AddressProblem("\(host) could not be looked up in time; look at this machine's name servers.")))
      }
    }
    return try answer.get()
  }

  private typealias Answer = Result<[IPAddress], AddressProblem>

  private final class FirstAnswer: Sendable {
    private let continuation: Mutex<CheckedContinuation<Answer, Never>?>
    init(_ continuation: CheckedContinuation<Answer, Never>) { self.continuation = Mutex(continuation) }

    func give(_ answer: Answer) {
      let waiting = continuation.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      waiting?.resume(returning: answer)
    }
  }

  private static func lookUp(_ host: String) -> Answer {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    var status = unsafe getaddrinfo(host, nil, &hints, &list)
    if status != 0 {
      // A machine with nothing but loopback has no address family to prefer.
      unsafe hints.ai_flags = 0
      status = unsafe getaddrinfo(host, nil, &hints, &list)
    }
    guard status == 0 else {
      let reason = unsafe String(cString: gai_strerror(status))
      return .failure(
        AddressProblem(
          "\(host) could not be looked up (\(reason)); correct the channel's address, or the name servers."))
    }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var entry = unsafe list
    while let current = unsafe entry {
      let info = unsafe current.pointee
      if let socketAddress = unsafe info.ai_addr {
        let raw = UnsafeRawPointer(socketAddress)
        switch unsafe info.ai_family {
        case AF_INET:
          addresses.append(.v4(UInt32(bigEndian: unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr)))
        case AF_INET6:
          let address = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
          addresses.append(IPAddress(bytes: unsafe withUnsafeBytes(of: address) { unsafe Array($0) }))
        default: break
        }
      }
      unsafe entry = info.ai_next
    }
    return .success(addresses)
  }
}
