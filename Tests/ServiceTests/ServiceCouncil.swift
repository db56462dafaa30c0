import Foundation
import Glibc
import TestSupport

/// A council whose store belongs to a service's account alone, with the gate that answers on its socket, and people under accounts
/// of their own. The program is the one that ships.
final class ServiceCouncil {
  let folder: Program.Folder
  let keeper: TestAccount
  let author: TestAccount
  let head: TestAccount
  let director: TestAccount
  /// Nobody of the register.
  let stranger: TestAccount
  private let program: URL
  var programPath: String { program.path }
  /// What stands under `service` beside the socket.
  var site = ""

  var socket: String { folder.url.appending(path: "run/portcullis.sock").path }
  var store: String { folder.url.appending(path: "state/store/store.sqlite").path }

  init() throws {
    folder = try Program.Folder()
    keeper = try TestAccount("keeper")
    author = try TestAccount("author")
    head = try TestAccount("head")
    director = try TestAccount("director")
    stranger = try TestAccount("stranger")
    // Where every account can reach it.
    program = folder.url.appending(path: "portcullis")
    try FileManager.default.copyItem(at: Program.path, to: program)
    try folder.addBankHolidays()
    try write(people: "", elections: [])
    for (name, mode) in [("run", 0o755), ("state", 0o755), ("state/store", 0o700), ("public", 0o755)] {
      let place = folder.url.appending(path: name).path
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      try FileManager.default.setAttributes(
        [.posixPermissions: mode, .ownerAccountID: Int(keeper.number), .groupOwnerAccountID: Int(keeper.number)],
        ofItemAtPath: place)
    }
  }

  /// `people`: lines beside those of the register.
  func write(
    people: String, elections: [String], headLeftOn day: String? = nil, approval: String = "always"
  ) throws {
    try folder.write(
      "portcullis.yaml",
      """
      calendars: calendars
      store: sqlite:state/store/store.sqlite
      service: {socket: run/portcullis.sock\(site.isEmpty ? "" : ", \(site)")}
      people:
        root: {name: The officer, roles: [administrator, auditor], trained-on: 2026-09-01}
        \(author.name): {name: The author, roles: [author], trained-on: 2026-09-01}
        \(head.name): {name: The head, roles: [approver], trained-on: 2026-09-01\(day.map { ", left-on: \($0)" } ?? "")}
        \(director.name): {name: The director, roles: [director, approver], trained-on: 2026-09-01}
      \(people)
      policy:
        training-valid-for: 520w
        e-communications-officer: root
        approval: \(approval)
      channels:
        website: {name: News, connector: feed, path: public/news.atom, administrator: root, owner: \(director.name)}

      """)
    let window = { (time: Double) in
      Date(timeIntervalSinceNow: time).formatted(
        .iso8601.timeZoneSeparator(.omitted).dateSeparator(.omitted)
          .timeSeparator(.omitted))
    }
    let events = elections.flatMap {
      [
        "BEGIN:VEVENT", "UID:\($0)", "DTSTAMP:20260101T000000Z", "DTSTART:\(window(-3600))", "DTEND:\(window(7200))",
        "SUMMARY:By-election called at short notice", "CATEGORIES:PURDAH", "END:VEVENT",
      ]
    }
    let past = [
      "BEGIN:VEVENT", "UID:local.our-council.2019-05-02", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20190502",
      "SUMMARY:Our election", "END:VEVENT",
    ]
    try folder.write(
      "calendars/elections/ours.ics",
      (["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN"] + past + events + ["END:VCALENDAR", ""])
        .joined(separator: "\r\n"))
  }

  // MARK: Asking

  /// Asks as an account asks: in the council's folder, by the settings there.
  func run(
    as account: TestAccount?, _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Program.Outcome {
    try run(account.map { Identity($0) }, arguments, environment: environment)
  }

  func run(
    _ identity: Identity?, _ arguments: [String], environment: [String: String] = [:], before: [String] = []
  ) throws -> Program.Outcome {
    let command = before + [program.path] + arguments
    let surroundings = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    guard let identity else {
      return try Program.run(
        Array(command.dropFirst()), in: folder.url, environment: surroundings, program: URL(filePath: command[0]))
    }
    return try Program.run(
      identity.arguments + command, in: folder.url, environment: surroundings, program: Identity.setpriv)
  }

  /// Puts the files into force as the store's own account, which adopts the first revision.
  func adoptFirst() throws {
    let outcome = try run(as: keeper, "adopt")
    guard outcome.status == 0 else { throw Unexpected(words: outcome.errors) }
  }

  /// Starts the gate under its own account, and waits until it answers. `before`: what starts it.
  func startGate(before: [String] = []) throws -> RunningGate {
    let gate = try RunningGate(
      ChildProcess(
        Identity.setpriv, Identity(keeper).arguments + before + [program.path, "gate", "run"], in: folder.url,
        environment: ["PATH": "/usr/bin:/bin"],
        output: .nothing, errors: .file(try log())))
    for _ in 0..<300 {
      if try run(as: author, "service", "status", "--format", "json").object["way"] as? String == "service" {
        return gate
      }
      guard gate.process.isRunning else { break }
      usleep(50_000)
    }
    throw Unexpected(words: "the gate does not answer: \(try logged())")
  }

  private func log() throws -> FileHandle {
    let url = folder.url.appending(path: "gate.log")
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    return handle
  }

  func logged() throws -> String { try String(contentsOf: folder.url.appending(path: "gate.log"), encoding: .utf8) }

  /// Queues a post as the author, and gives its number.
  func add(_ text: String) throws -> String {
    let outcome = try run(
      as: author, "post", "add", "website", "--at", "now", "--text", text, "--format", "json")
    guard let post = outcome.object["post"] as? String else { throw Unexpected(words: outcome.errors) }
    return post
  }

  /// What is public of the channel by now.
  func published() throws -> String {
    (try? String(contentsOf: folder.url.appending(path: "public/news.json"), encoding: .utf8)) ?? ""
  }

  /// Waits until something holds, a few seconds at most.
  func eventually(_ holds: () throws -> Bool) throws -> Bool {
    for _ in 0..<200 {
      if try holds() { return true }
      usleep(50_000)
    }
    return false
  }

  struct Unexpected: Error { let words: String }
}

/// A gate that is stopped with this value.
final class RunningGate: Sendable {
  let process: ChildProcess

  init(_ process: ChildProcess) { self.process = process }

  deinit { stop() }

  func stop() {
    process.send(SIGTERM)
    process.waitForEnd()
  }
}
