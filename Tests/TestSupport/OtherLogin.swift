import Foundation

/// A second person of this machine, for tests of what two must do.
///
/// The program asks the operating system who acts, and nothing on its command line can say otherwise. In a user
/// namespace the same files are another login's.
package struct OtherLogin: Sendable {
  package let name: String
  private let number: Int

  static let unshare = URL(filePath: "/usr/bin/unshare")

  /// What runs `program` under this login.
  func prefix(_ program: String) -> [String] {
    ["--user", "--map-user=\(number)", "--map-group=\(number)", "--", program]
  }

  /// Logins that every system has, and that are not ours; empty where no such namespace may be made.
  package static let all: [OtherLogin] = {
    let lines = (try? String(contentsOf: URL(filePath: "/etc/passwd"), encoding: .utf8)) ?? ""
    let found = lines.split(separator: "\n").compactMap { line -> OtherLogin? in
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count > 2, let number = Int(fields[2]), number > 0, number < 100, fields[0] != NSUserName() else {
        return nil
      }
      return OtherLogin(name: String(fields[0]), number: number)
    }
    return found.count >= 3 && found.prefix(3).allSatisfy(\.isUsable) ? found : []
  }()

  private var isUsable: Bool {
    let outcome = try? ChildProcess.outcome(of: Self.unshare, prefix("/usr/bin/id") + ["-un"], errors: .nothing)
    return outcome?.output == name + "\n"
  }
}
