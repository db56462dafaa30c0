import Foundation
import Glibc
package import PublishingGate
import ServiceLifecycle

/// Tells systemd that the service is ready and alive (sd_notify(3)), where systemd asks for it.
package struct SystemdNotifier: Service {
  package let gate: GateService
  package let watcher: FileWatcher
  package let environment: [String: String]

  package init(gate: GateService, watcher: FileWatcher, environment: [String: String]) {
    self.gate = gate
    self.watcher = watcher
    self.environment = environment
  }

  package func run() async throws {
    send("READY=1")
    let period = environment["WATCHDOG_USEC"].flatMap(Int64.init).map { $0 / 2 }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // Only a gate that still answers, and sees its files, is alive.
        if period != nil, watcher.isAlive, await gate.isTurning { send("WATCHDOG=1") }
        try? await Task.sleep(for: .microseconds(period ?? 3_600_000_000))
      }
    }
    send("STOPPING=1")
  }

  private func send(_ message: String) {
    guard let path = environment["NOTIFY_SOCKET"], !path.isEmpty else { return }
    var bytes = Array(path.utf8)
    // A leading @ stands for the abstract name space.
    if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
    var address = sockaddr_un()
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let text = Array(message.utf8)
    unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        _ = unsafe text.withUnsafeBytes { unsafe sendto(descriptor, $0.baseAddress, $0.count, 0, target, length) }
      }
    }
  }
}
