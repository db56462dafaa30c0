import Glibc

/// What the C library does with memory that was freed.
enum FreedMemory {
  /// Keeps up to 32 MB of it in the process. The writer frees and takes pages all the time, and the C library would
  /// give each back to the system and then ask for it again: a quarter of the time of an import.
  static func keep() { _ = done }

  /// Once a process. mallopt(3) is the GNU library's own and missing from Swift's module of it, hence the search.
  private static let done: Void = {
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    let mallopt = unsafe unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
    let (trimThreshold, topPad): (CInt, CInt) = (-1, -2)
    _ = mallopt(trimThreshold, 32 << 20)
    _ = mallopt(topPad, 1 << 20)
  }()
}
