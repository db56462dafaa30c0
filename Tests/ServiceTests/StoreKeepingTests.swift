import Foundation
import Glibc
import TestSupport
import Testing

/// A-01: with a register in force no process of another account reads or writes the store, its log, media or secrets.
@Suite(.enabled(if: TestAccount.canBeMade, Comment(rawValue: TestAccount.whyNot)))
struct StoreKeepingTests {
  /// Each file of the store's folder that an account can open for reading or writing, and the folder where it can list it.
  private func open(_ council: ServiceCouncil, to account: TestAccount) throws -> String {
    let script = """
      import os, sys
      found = []
      folder = sys.argv[1]
      for name in sys.argv[2:]:
          for flags in (os.O_RDONLY, os.O_WRONLY):
              try: os.close(os.open(os.path.join(folder, name), flags | os.O_NONBLOCK)); found.append(name)
              except OSError: pass
      try: os.listdir(folder); found.append('the folder')
      except OSError: pass
      print(' '.join(found))
      """
    let folder = (council.store as NSString).deletingLastPathComponent
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    #expect(names.contains("store.sqlite") && names.contains("store.sqlite-wal"))
    return try Program.run(
      Identity(account).arguments + ["/usr/bin/python3", "-c", script, folder] + names, in: council.folder.url,
      environment: [:], program: Identity.setpriv
    ).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test(arguments: ["000", "002", "077"])
  func `A-01: whatever the umask of the first start, nothing of the store is anybody else's`(mask: String) throws {
    let council = try ServiceCouncil()
    // A folder that was made for everybody, as by somebody who knows no better.
    _ = unsafe chmod((council.store as NSString).deletingLastPathComponent, 0o755)
    let adopted = try council.run(
      Identity(council.keeper), ["adopt"],
      before: ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh"])
    #expect(adopted.status == 0, "\(adopted.errors)")
    let gate = try council.startGate(before: ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh"])
    let picture = council.folder.url.appending(path: "bins.gif")
    try (Data("GIF89a".utf8) + Data(repeating: 0, count: 32)).write(to: picture)
    let added = try council.run(
      as: council.author, "post", "add", "website", "--at", "now", "--text", "Bins", "--media", picture.path, "--alt",
      "Green bins")
    #expect(added.status == 0, "\(added.errors)")
    for account in [council.author, council.stranger] {
      #expect(try open(council, to: account) == "")
    }
    withExtendedLifetime(gate) {}
  }

  @Test func `A-01: a command under another account than the store's is refused, and told where to ask`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    for account in [council.author, council.stranger, nil] {
      for question in [["status"], ["post", "list"], ["audit", "verify"], ["store", "check"], ["adopt"]] {
        let outcome = try council.run(
          account.map { Identity($0) }, question)
        #expect(outcome.status == 77, "\(account?.name ?? "root") \(question): \(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains(council.keeper.name) && outcome.errors.contains("service"), "\(outcome.errors)")
      }
    }
  }

  @Test func `A-01: nor where its files were opened to a group by hand`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let folder = (council.store as NSString).deletingLastPathComponent
    _ = unsafe chmod(folder, 0o777)
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      _ = unsafe chmod(folder + "/" + name, 0o666)
    }
    let outcome = try council.run(
      Identity(council.author), ["post", "add", "website", "--at", "now", "--text", "Bins"])
    #expect(outcome.status == 77 && outcome.errors.contains("register"), "\(outcome.errors)")
    // The account that it belongs to takes the rights back before it does anything else.
    let gate = try council.startGate()
    #expect(try open(council, to: council.author) == "")
    withExtendedLifetime(gate) {}
  }

  @Test func `the account of the store is nobody of the register: it pauses, and breaks glass to resume`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    func atStore(_ arguments: String...) throws -> Program.Outcome {
      try council.run(Identity(council.keeper), arguments)
    }
    let add = try atStore("post", "add", "website", "--at", "now", "--text", "Bins")
    #expect(add.status == 77 && add.errors.contains("holds the store"), "\(add.errors)")
    #expect(try atStore("pause", "--all", "--reason", "Major incident").status == 0)
    let resumed = try atStore("resume", "--all", "--reason", "Over")
    #expect(resumed.status == 77 && resumed.errors.contains("--break-glass"), "\(resumed.errors)")
    #expect(try atStore("resume", "--all", "--reason", "Over", "--break-glass").status == 0)
    let log = try atStore("audit", "list", "--format", "json").output
    #expect(log.contains("\"\(council.keeper.name) at the store\""))
    #expect(log.contains("\"\(council.keeper.name) at the store, breaking glass\""))
    #expect(try atStore("audit", "verify").status == 0)
  }

  @Test func `A-01: what lies in place of the socket is never followed, and never removed where it is another's`()
    throws
  {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let target = council.folder.url.appending(path: "precious")
    try Data("keep me".utf8).write(to: target)
    try FileManager.default.createSymbolicLink(atPath: council.socket, withDestinationPath: target.path)
    #expect(throws: ServiceCouncil.Unexpected.self) { try council.startGate() }
    #expect(try council.logged().contains("is no socket that this account made"))
    #expect(try String(contentsOf: target, encoding: .utf8) == "keep me")
    // What a killed gate left is another matter.
    try FileManager.default.removeItem(atPath: council.socket)
    let killed = try council.startGate()
    killed.process.send(SIGKILL)
    killed.process.waitForEnd()
    #expect(FileManager.default.fileExists(atPath: council.socket))
    let gate = try council.startGate()
    withExtendedLifetime(gate) {}
  }
}
