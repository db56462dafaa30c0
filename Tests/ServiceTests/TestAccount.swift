import Foundation
import Glibc
import TestSupport

/// An account of this machine that a test makes and removes: another person, as the kernel sees people.
final class TestAccount: Sendable {
  let name: String
  let number: uid_t

  /// Whether accounts can be made here, which takes root. Elsewhere the tests that need them say loudly that they did not run.
  static let canBeMade = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/useradd")
  static let whyNot: String = "NOT RUN: only root can make the accounts that this needs, and this is another login."

  private static let useradd = URL(filePath: "/usr/sbin/useradd")
  private static let userdel = URL(filePath: "/usr/sbin/userdel")

  /// `role`: what its name begins with, for whoever reads a message.
  init(_ role: String) throws {
    name = "pc-\(role)-\(UInt32.random(in: 0..<1_000_000))"
    // Two tests at once wait for the lock on the list of accounts.
    for attempt in 1...20 {
      let made = try ChildProcess.outcome(
        of: Self.useradd, ["--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", name], errors: .nothing)
      if made.exitCode == 0 { break }
      guard attempt < 20 else { throw Failed(words: "useradd \(name) ended with \(made.exitCode)") }
      usleep(100_000)
    }
    guard let entry = unsafe getpwnam(name) else { throw Failed(words: "\(name) was not made") }
    number = unsafe entry.pointee.pw_uid
  }

  deinit {
    for _ in 1...20 {
      guard let ended = try? ChildProcess.outcome(of: Self.userdel, ["--force", name], errors: .nothing),
        ended.exitCode != 0
      else {
        return
      }
      usleep(100_000)
    }
  }

  struct Failed: Error { let words: String }
}

/// How a program is started under an account, or under a number that has none.
struct Identity {
  let arguments: [String]

  static let setpriv = URL(filePath: "/usr/bin/setpriv")

  init(_ account: TestAccount) { self.init(number: account.number) }

  init(number: uid_t) {
    arguments = ["--reuid=\(number)", "--regid=\(number)", "--clear-groups", "--no-new-privs", "--"]
  }
}
