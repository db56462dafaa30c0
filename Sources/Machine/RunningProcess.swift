import Glibc
package import Publishing

/// What the kernel says of processes (proc(5)).
package enum RunningProcess {
  /// This process, by the boot and the instant at which it started, which no later process can share; nil where there
  /// is no /proc.
  package static var own: ProcessIdentity? {
    guard let started = started(Int(getpid())), let boot else { return nil }
    return ProcessIdentity(boot: boot, started: started)
  }

  /// The kernel's name for this boot; nil where it does not tell.
  package static var boot: String? {
    guard let text = read("/proc/sys/kernel/random/boot_id") else { return nil }
    let boot = text.prefix { $0 != "\n" }
    return boot.isEmpty ? nil : String(boot)
  }

  /// In ticks since the boot; nil when no process of this number runs.
  package static func started(_ process: Int) -> Int64? { read("/proc/\(process)/stat").flatMap(started(in:)) }

  /// From the text of /proc/PID/stat, whose second field is a name in brackets that may hold anything. A process that
  /// has ended, and that its parent has not waited for yet, no longer counts as running.
  package static func started(in stat: String) -> Int64? {
    guard let bracket = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: bracket)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }

  private static func read(_ path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
