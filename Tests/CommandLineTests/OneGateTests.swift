import Foundation
import TestSupport
import Testing

/// A second gate on a store that a first one works on, by every name that may lead there.
@Suite struct OneGateTests {
  enum Name: String, CaseIterable {
    case same, relative, dots, symbolicLink, linkedFolder, hardLink, removedLockFile, bindMount, renamedFolder
  }

  /// Without the rights to mount there is no other way to that name.
  static let canMount: Bool = {
    let probe = try? ChildProcess(
      URL(filePath: "/usr/bin/unshare"), ["--mount", "--map-root-user", "mount", "--bind", "/tmp", "/tmp"],
      output: .nothing, errors: .nothing)
    return probe?.exitCode() == 0
  }()

  @Test(arguments: Name.allCases) func `G-22: a second gate is refused, whatever name leads to the store`(name: Name)
    throws
  {
    if name == .bindMount, !Self.canMount { return }
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let manager = FileManager.default
    func url(_ path: String) -> URL { council.folder.url.appending(path: path) }
    let store = url("store/portcullis.sqlite")
    var other = store.path
    switch name {
    case .same: break
    case .relative: other = "store/portcullis.sqlite"
    case .dots: other = url("calendars/../store/./portcullis.sqlite").path
    case .symbolicLink:
      other = url("link.sqlite").path
      try manager.createSymbolicLink(atPath: other, withDestinationPath: store.path)
    case .linkedFolder:
      try manager.createSymbolicLink(at: url("linked"), withDestinationURL: url("store"))
      other = url("linked/portcullis.sqlite").path
    case .hardLink:
      other = url("store/hard.sqlite").path
      try manager.linkItem(atPath: store.path, toPath: other)
    case .removedLockFile: try? manager.removeItem(atPath: store.path + ".lock")
    case .bindMount:
      try manager.createDirectory(at: url("mounted"), withIntermediateDirectories: true)
      other = url("mounted/portcullis.sqlite").path
    case .renamedFolder:
      try manager.moveItem(at: url("store"), to: url("moved"))
      other = url("moved/portcullis.sqlite").path
    }
    let environment = ["PORTCULLIS_STORE": "sqlite:" + other]
    let (status, errors): (Int32, String)
    if name == .bindMount {
      (status, errors) = try mounted(url("store").path, on: url("mounted").path, council, environment)
    } else {
      let second = try council.run("gate", "run", "--once", environment: environment)
      (status, errors) = (second.status, second.errors)
    }
    if name == .renamedFolder {
      // The first one ends as soon as it sees that its store is not where it was; the second begins only after that.
      if status == 69 { #expect(errors.contains("working on"), "\(errors)") }
      #expect(gate.exitCode() == 69)
      return
    }
    #expect(status == 69, "\(errors)")
    #expect(errors.contains(name == .hardLink ? "hard links" : "working on"), "\(errors)")
    if name == .hardLink { try manager.removeItem(atPath: other) }
    // The first goes on, and nothing of its own was taken from it.
    let post = try council.add("Once")
    try gate.waitFor("published", delivery: "\(post)/website")
    #expect(try council.feed() == ["<p>Once</p>"])
  }

  private func mounted(_ source: String, on target: String, _ council: Council, _ environment: [String: String]) throws
    -> (Int32, String)
  {
    let outcome = council.folder.url.appending(path: "mounted.txt")
    let process = try ChildProcess(
      URL(filePath: "/usr/bin/unshare"),
      [
        "--mount", "--map-root-user", "sh", "-c",
        "mount --bind '\(source)' '\(target)' && exec '\(Program.path.path)' gate run --once 2>'\(outcome.path)'",
      ], in: council.folder.url,
      environment: ["PATH": "/usr/bin:/bin", "HOME": council.folder.url.path].merging(environment) { $1 })
    return (process.exitCode(), try String(contentsOf: outcome, encoding: .utf8))
  }

  @Test func `a gate that was killed leaves nothing that keeps the next one out`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    for round in 1...3 {
      let gate = try GateProcess(council)
      try gate.waitFor("revision")
      gate.kill()
      let post = try council.add("Round \(round)")
      #expect(try council.run("gate", "run", "--once").status == 0)
      #expect(try council.deliveries(post)["website"]?["state"] as? String == "published")
    }
  }

  @Test func `a link in place of a lock file touches nothing`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.folder.write("precious", "precious")
    let precious = council.folder.url.appending(path: "precious")
    try FileManager.default.createSymbolicLink(
      at: council.folder.url.appending(path: "store/portcullis.sqlite.lock"), withDestinationURL: precious)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try String(contentsOf: precious, encoding: .utf8) == "precious")
  }
}
