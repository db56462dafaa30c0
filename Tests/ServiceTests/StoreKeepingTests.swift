import Foundation
import Glibc
import TestSupport
import Testing

/// A-01: with a register in force no process of another account reads or writes the store, its log, media or secrets.
@Suite(.enabled(if: TestAccount.canBeMade, Comment(rawValue: TestAccount.whyNot)))
struct StoreKeepingTests {
  /// Each file of the store's folder that an account can open for reading or writing, and the folder where it can list it.
  private func open(_ council: ServiceCouncil, to account: TestAccount, isBegun: Bool = true) throws -> String {
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
    #expect(!isBegun || names.contains("store.sqlite") && names.contains("store.sqlite-wal"))
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
    let broken = try atStore("resume", "--all", "--reason", "Over", "--break-glass")
    #expect(broken.status == 0, "\(broken.errors)")
    // Signed at once, whether or not a gate runs.
    #expect(broken.errors.contains("The log is signed up to entry"), "\(broken.errors)")
    let log = try atStore("audit", "list", "--format", "json").output
    #expect(log.contains("\"\(council.keeper.name) at the store\""))
    #expect(log.contains("\"\(council.keeper.name) at the store, breaking glass\""))
    #expect(try atStore("audit", "verify").status == 0)
    // Every head is told, once each; others are not.
    let gate = try council.startGate()
    for head in [council.head, council.director] {
      let told = try council.run(as: head, "post", "list")
      #expect(told.errors.contains("Glass was broken: \(council.keeper.name) at the store"), "\(told.errors)")
      #expect(told.errors.contains("“Over”"), "\(told.errors)")
      #expect(try !council.run(as: head, "post", "list").errors.contains("Glass was broken"))
    }
    #expect(try !council.run(as: council.author, "post", "list").errors.contains("Glass was broken"))
    // The gate tells its journal of what is done while it runs.
    #expect(try atStore("pause", "--all", "--reason", "Again").status == 0)
    #expect(try atStore("resume", "--all", "--reason", "Over again", "--break-glass").status == 0)
    #expect(try council.eventually { try council.logged().contains("Glass was broken") })
    withExtendedLifetime(gate) {}
  }

  /// What another account tries on the store with whatever tools it likes; prints what it could do.
  private static let attack = """
    import os, sqlite3, sys
    store = sys.argv[1]; folder = os.path.dirname(store)
    def attempt(name, act):
        try: act(); print(name)
        except (OSError, sqlite3.Error): pass
    attempt('reads it', lambda: open(store, 'rb').read(1))
    attempt('writes it', lambda: open(store, 'r+b').write(b'x'))
    attempt('asks it', lambda: sqlite3.connect(store).execute('SELECT * FROM post').fetchall())
    attempt('asks it past its log', lambda: sqlite3.connect('file:' + store + '?immutable=1', uri=True).execute('SELECT * FROM post'))
    attempt('lists its folder', lambda: os.listdir(folder))
    attempt('links it elsewhere', lambda: os.link(store, '/tmp/portcullis-link-' + str(os.getpid())))
    attempt('makes a file beside it', lambda: open(store + '-journal', 'wb').close())
    attempt('renames it', lambda: os.rename(store, store + '.old'))
    attempt('removes it', lambda: os.remove(store))
    attempt('opens its rights', lambda: os.chmod(store, 0o666))
    attempt('exchanges its folder', lambda: os.rename(folder, folder + '.old'))
    for number in filter(str.isdigit, os.listdir('/proc')):
        try: links = os.listdir(f'/proc/{number}/fd')
        except OSError: continue
        for link in links:
            try: target = os.readlink(f'/proc/{number}/fd/{link}')
            except OSError: continue
            if target.startswith(folder): print('sees it open in', number)
    """

  @Test func `A-01: no other account reads, writes, links, exchanges or opens the store, with whatever tool`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    _ = try council.add("Secret")
    for person in [
      Identity(council.author), Identity(council.director), Identity(council.stranger), Identity(number: 3_999_999_001),
    ] {
      let outcome = try Program.run(
        person.arguments + ["/usr/bin/python3", "-c", Self.attack, council.store], in: council.folder.url,
        environment: [:], program: Identity.setpriv)
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome.output)\(outcome.errors)")
    }
    #expect(try council.run(Identity(council.keeper), ["store", "check"]).status == 0)
    withExtendedLifetime(gate) {}
  }

  @Test func `A-01: a first start that ends between any two of its steps leaves nothing open, and the next goes on`()
    throws
  {
    let library = try ScratchFolder()
    let source = Places.checkout.appending(path: "Tests/Servers/ended_at.c").path
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"), ["cc", "-shared", "-fPIC", "-O1", "-o", library.path("ended.so"), source])
    _ = unsafe chmod(library.url.path, 0o755)
    let council = try ServiceCouncil()
    let state = council.folder.url.appending(path: "state")
    let count = state.appending(path: "count").path
    _ = unsafe chmod(state.path, 0o777)
    func first(endsAt step: Int) throws -> Program.Outcome {
      for name in try FileManager.default.contentsOfDirectory(atPath: state.path) {
        try FileManager.default.removeItem(at: state.appending(path: name))
      }
      return try council.run(
        Identity(council.keeper), ["adopt"],
        environment: [
          "LD_PRELOAD": library.path("ended.so"), "ENDS_AT": "\(step)", "ENDS_BELOW": state.path, "ENDS_COUNT": count,
          "PORTCULLIS_ANCHOR": state.appending(path: "anchor").path,
        ])
    }
    #expect(try first(endsAt: 0).status == 0)
    let steps = try #require(
      Int(try String(contentsOfFile: count, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(steps > 100, "it counts the writes of the store")
    // Each of the first, when the file comes to be; then, of the writes of its tables, some at random.
    let seed = UInt64.random(in: 0..<1_000_000)
    var generator = SeededGenerator(seed: seed)
    let later = (0..<40).map { _ in Int.random(in: 41...steps, using: &generator) }
    for step in Array(1...40) + later.sorted() {
      let ended = try first(endsAt: step)
      #expect(ended.status == 128 + SIGKILL, "step \(step), seed \(seed): \(ended.errors)")
      if FileManager.default.fileExists(atPath: council.store) {
        #expect(try open(council, to: council.stranger, isBegun: false) == "", "step \(step), seed \(seed)")
      }
      let again = try council.run(
        Identity(council.keeper), ["adopt"], environment: ["PORTCULLIS_ANCHOR": state.appending(path: "anchor").path])
      #expect(again.status == 0, "step \(step), seed \(seed): \(again.errors)")
      #expect(try open(council, to: council.stranger, isBegun: false) == "", "step \(step), seed \(seed)")
      let check = try council.run(
        Identity(council.keeper), ["store", "check"],
        environment: ["PORTCULLIS_ANCHOR": state.appending(path: "anchor").path])
      #expect(check.status == 0, "step \(step), seed \(seed): \(check.errors)")
    }
  }

  @Test func `A-06: a store that was cut short is told of, holds, and is not written to`() throws {
    let council = try ServiceCouncil()
    try council.write(people: "", elections: [], approval: "never")
    try council.adoptFirst()
    let gate = try council.startGate()
    _ = try council.run(as: council.author, "pause", "website", "--reason", "Wait")
    _ = try council.add("Secret")
    gate.stop()
    let whole = try #require(FileManager.default.contents(atPath: council.store))
    for part in [0, 1, 100, 4096, whole.count / 2, whole.count - 1] {
      try FileHandle(forWritingTo: URL(filePath: council.store)).write(contentsOf: whole)
      #expect(unsafe truncate(council.store, off_t(part)) == 0)
      for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: council.store + name) }
      let run = try council.run(Identity(council.keeper), ["gate", "run", "--once"])
      #expect(run.status != 0 && run.status < 128, "\(part) bytes: \(run.status) \(run.errors)")
      #expect(run.errors.contains("portcullis: "), "\(part) bytes: \(run.errors)")
      #expect(try !council.published().contains("Secret"), "\(part) bytes")
    }
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
