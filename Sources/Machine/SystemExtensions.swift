package import Glibc

/// What the GNU C library has beyond POSIX, looked up by name: its headers show these to no Swift module.
///
/// They are 2.34 or older; where one is missing nothing is run.
package enum SystemExtensions {
  /// `memfd_create`, close on exec: a file that has no name and goes with its last descriptor.
  package static func fileInMemory(_ name: String) throws(ErrorNumber) -> Int32 {
    typealias Function = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = unsafe symbol("memfd_create") else { throw ErrorNumber(ENOSYS) }
    let descriptor = unsafe unsafeBitCast(symbol, to: Function.self)(name, 1)
    guard descriptor >= 0 else { throw ErrorNumber(errno) }
    return descriptor
  }

  /// `pipe2`, close on exec.
  package static func pipe() throws(ErrorNumber) -> (reading: Int32, writing: Int32) {
    typealias Function = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
    guard let symbol = unsafe symbol("pipe2") else { throw ErrorNumber(ENOSYS) }
    var ends: [Int32] = [-1, -1]
    guard unsafe unsafeBitCast(symbol, to: Function.self)(&ends, O_CLOEXEC) == 0 else { throw ErrorNumber(errno) }
    return (ends[0], ends[1])
  }

  /// `posix_spawn_file_actions_addclosefrom_np`.
  package static func closeAll(from first: Int32, in actions: inout posix_spawn_file_actions_t) throws(ErrorNumber) {
    typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = unsafe symbol("posix_spawn_file_actions_addclosefrom_np") else { throw ErrorNumber(ENOSYS) }
    let failure = unsafe unsafeBitCast(symbol, to: Function.self)(&actions, first)
    guard failure == 0 else { throw ErrorNumber(failure) }
  }

  /// `posix_spawn_file_actions_addchdir_np`.
  package static func change(to folder: String, in actions: inout posix_spawn_file_actions_t) throws(ErrorNumber) {
    typealias Function =
      @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
    guard let symbol = unsafe symbol("posix_spawn_file_actions_addchdir_np") else { throw ErrorNumber(ENOSYS) }
    let failure = unsafe unsafeBitCast(symbol, to: Function.self)(&actions, folder)
    guard failure == 0 else { throw ErrorNumber(failure) }
  }

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? { unsafe dlsym(nil, name) }
}
