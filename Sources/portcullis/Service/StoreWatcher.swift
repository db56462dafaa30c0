import Foundation
import Glibc
import Logging
import PublishingGate
import ServiceLifecycle
import SQLiteStore

/// Wakes the gate when a command has written to the store: at once by its datagram, and within a second by the
/// store's change counter where the datagram was lost.
struct StoreWatcher: Service {
  let store: SQLiteStore
  let gate: GateService
  let logger: Logger

  func run() async throws {
    let descriptor = WakeSocket.listen(atStore: store.path)
    if descriptor == nil { logger.info("No wake-up socket beside the store; writes are noticed within a second.") }
    var source: (any DispatchSourceRead)?
    if let descriptor {
      let reader = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
      reader.setEventHandler { [gate] in
        WakeSocket.drain(descriptor)
        gate.wakeUp.call()
      }
      reader.resume()
      source = reader
    }
    await cancelWhenGracefulShutdown { await poll() }
    source?.cancel()
    if let descriptor { WakeSocket.close(descriptor, atStore: store.path) }
  }

  private func poll() async {
    var seen: Int?
    while !Task.isCancelled {
      if let counter = try? store.changeCounter(), counter != seen {
        if seen != nil { gate.wakeUp.call() }
        seen = counter
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}

/// Tells systemd that the service is ready and alive (sd_notify(3)), where systemd asks for it.
struct SystemdNotifier: Service {
  let gate: GateService
  let watcher: FileWatcher

  func run() async throws {
    send("READY=1")
    let period = ProcessInfo.processInfo.environment["WATCHDOG_USEC"].flatMap(Int64.init).map { $0 / 2 }
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
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"], !path.isEmpty else { return }
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
