import Foundation

/// Gives programs that are run with its environment a login and a machine's name, by a library that is loaded before the C
/// library: so one login can be several people, and answers name no machine that they were made on.
package struct GivenNames: Sendable {
  private let folder: ScratchFolder

  /// Builds the library.
  package init() throws {
    folder = try ScratchFolder()
    let source = Places.checkout.appending(path: "Tests/Servers/given_names.c").path
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"), ["cc", "-shared", "-fPIC", "-O1", "-o", folder.path("names.so"), source])
  }

  package func environment(login: String, host: String) -> [String: String] {
    ["LD_PRELOAD": folder.path("names.so"), "GIVEN_LOGIN": login, "GIVEN_HOST": host]
  }
}
