package import Foundation

/// Shifts the clock on the wall for programs that are run with its environment, while they run: CLOCK_REALTIME alone, by a
/// library that is loaded before the C library. The time since the machine was started stays what it is.
package struct ShiftedClock: Sendable {
  private let folder: ScratchFolder

  /// Builds the library, and begins unshifted and unsynchronised.
  package init() throws {
    folder = try ScratchFolder()
    let source = Places.checkout.appending(path: "Tests/Servers/shifted_clock.c").path
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"), ["cc", "-shared", "-fPIC", "-O1", "-o", folder.path("clock.so"), source])
    try shift(by: 0)
    try synchronise(false)
  }

  package var environment: [String: String] {
    ["LD_PRELOAD": folder.path("clock.so"), "SHIFTED_CLOCK": folder.url.path]
  }

  /// Whole seconds ahead of the real clock.
  package func shift(by seconds: Int) throws { try put("\(seconds)\n", in: "offset") }

  /// It stands still from now on, in whole seconds.
  package func stand(at moment: Date) throws {
    try put("\(Int(moment.timeIntervalSince1970) * 1000)\n", in: "standing")
  }

  /// What the kernel says of its clock.
  package func synchronise(_ isSynchronised: Bool) throws {
    try put(isSynchronised ? "1\n" : "0\n", in: "synchronised")
  }

  /// In one step, since the programs read it at every look.
  private func put(_ text: String, in name: String) throws {
    try Data(text.utf8).write(to: folder.url.appending(path: name), options: .atomic)
  }
}
