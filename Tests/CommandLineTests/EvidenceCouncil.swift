import Connectors
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import SQLiteStore
import TestSupport
import Texts
@testable import Commands

/// A council with people, a post of each fate, and packs of it.
struct EvidenceCouncil {
  let council: Council
  /// The login under which the program acts.
  static let login = NSUserName()
  static let election = "local.our-council." + day(10)

  static func settings(_ policy: String = "") -> String {
    """
    authority:
      name: A council
      areas: [local.our-council]
    calendars: calendars
    people:
      \(login): {name: The writer, roles: [author, administrator], trained-on: 2020-01-01}
      head: {name: The head, roles: [approver], trained-on: 2020-01-01}
      boss: {name: The director, roles: [director], trained-on: 2020-01-01}
    policy:
      training-valid-for: 3650d
    \(policy)
    channels:
      website:
        name: News
        connector: feed
        path: public/news.atom
        administrator: \(login)
        owner: \(login)
      intranet:
        name: Intranet
        connector: feed
        path: public/intranet.atom
        closes-for: [routine]
        administrator: \(login)
        owner: \(login)

    """
  }

  init(policy: String = "") throws {
    council = try Council(settings: Self.settings(policy))
    try succeed("adopt")
  }

  @discardableResult
  func succeed(_ arguments: String...) throws -> Program.Outcome {
    let outcome = try Program.run(
      arguments, in: council.folder.url, environment: council.environment, program: council.program)
    guard outcome.status == 0 else {
      throw Council.Unexpected(words: "\(arguments.joined(separator: " ")): \(outcome.errors)")
    }
    return outcome
  }

  // MARK: What people do

  var storePath: String { council.folder.url.appending(path: "store/portcullis.sqlite").path }
  func store() throws -> SQLiteStore { try SQLiteStore(path: storePath, access: .existing) }

  private func inForce(_ store: SQLiteStore) async throws -> RulesInForce {
    guard let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else {
      throw Council.Unexpected(words: "nothing is adopted")
    }
    let adopted = try await AdoptedRevision(revision, from: store, connectors: AllConnectors.list)
    let zone = try adopted.settings().authority.zone
    return try adopted.ruleset(days: Workspace.days(around: Workspace.now, zone: zone)).inForce
  }

  /// Somebody else decides on a post: one operating system's login cannot be two people.
  func decide(_ post: String, _ act: PostChange.Act, by actor: Actor) async throws {
    let store = try store()
    let id = PostID(try number(post))
    _ = try await store.change(
      PostChange(
        post: id, act: act, at: Workspace.now, actor: actor, under: try await inForce(store),
        seen: try await store.post(id)?.revision), as: Workspace.newOperation())
  }

  func approveOverride(_ id: Int64, by actor: Actor) async throws {
    let store = try store()
    let post = try await store.overrides(of: nil, limit: 1000).first { $0.id == OverrideID(id) }?.delivery.post
    guard let post else { throw Council.Unexpected(words: "there is no override \(id)") }
    _ = try await store.change(
      OverrideChange(
        .approve(OverrideID(id), reason: "Residents must know"), at: Workspace.now, actor: actor,
        under: try await inForce(store), seen: try await store.post(post)?.revision), as: Workspace.newOperation())
  }

  /// The director has the text of an entry removed; gives its number.
  @discardableResult
  func removeText(_ event: AuditEvent) async throws -> Int64 {
    let store = try store()
    guard let entry = try await store.audit(AuditQuery()).first(where: { $0.draft.event == event }) else {
      throw Council.Unexpected(words: "nothing was recorded as \(event)")
    }
    let removal = TextRemoval(
      ofEntry: entry.id, at: Workspace.now, reason: "It named a child", by: "boss", under: try await inForce(store))
    guard try await store.removeText(removal, as: Workspace.newOperation()) else {
      throw Council.Unexpected(words: "it was removed before")
    }
    return entry.id
  }

  private func number(_ text: String) throws -> Int64 {
    guard let number = Int64(text) else { throw Council.Unexpected(words: "\(text) is no number") }
    return number
  }

  /// An election in ten days, whose period has begun.
  func callElection() throws {
    let lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", "BEGIN:VEVENT", "UID:\(Self.election)",
      "DTSTAMP:20200101T000000Z", "DTSTART;VALUE=DATE:\(Self.day(10).filter { $0 != "-" })", "SUMMARY:Our election",
      "END:VEVENT", "END:VCALENDAR", "",
    ]
    try council.folder.write("calendars/elections/ours.ics", lines.joined(separator: "\r\n"))
    try succeed("adopt")
  }

  /// A day so many days from today.
  static func day(_ distance: Int) -> String {
    let now = Workspace.now.adding(seconds: Int64(distance) * 86_400)
    return TimeZone.gmt.date(at: now).description
  }

  // MARK: The whole story

  struct Story {
    let published: String
    let held: String
    let cancelled: String
    let rejected: String
    let overridden: String
  }

  /// A post of each fate: published before an election was called, the others after it.
  func tell() async throws -> Story {
    let published = try council.add(
      "Zoë SMITH’s bins are <b>collected</b> & emptied\nFriday", on: "website", at: "now", "--title", "=1+1")
    try succeed("gate", "run", "--once")
    try callElection()
    try succeed("gate", "run", "--once")
    let held = try council.add("The naïve vote", on: "website,intranet")
    let cancelled = try council.add("Never mind")
    try succeed("post", "cancel", cancelled, "--reason", "Zoe Smith asked for it")
    let rejected = try council.add("Vote for somebody")
    try await decide(rejected, .reject(reason: "It names a party"), by: "head")
    let overridden = try council.add("Flood warning", on: "website")
    try succeed(
      "override", "request", overridden, "--basis", "public-safety", "--reason", "Flood", "--until",
      Self.day(1) + "T12:00")
    try await approveOverride(1, by: "boss")
    try succeed("gate", "run", "--once")
    return Story(
      published: published, held: held, cancelled: cancelled, rejected: rejected, overridden: overridden)
  }

  // MARK: Packs

  func path(_ name: String) -> String { council.folder.url.appending(path: name).path }

  @discardableResult
  func pack(_ name: String = "pack.zip", _ more: String...) throws -> Program.Outcome {
    try Program.run(
      ["audit", "pack", "--from", Self.day(-1), "--to", Self.day(2), "--format", "json", name] + more,
      in: council.folder.url, environment: council.environment, program: council.program)
  }

  func verify(_ name: String = "pack.zip") throws -> Program.Outcome {
    try council.run("audit", "verify", "--pack", name)
  }

  func file(_ name: String, of pack: String = "pack.zip") throws -> String {
    let zip = try ZipReader(path(pack))
    guard let entry = zip.entry(name) else { throw Council.Unexpected(words: "\(name) is missing") }
    return String(decoding: try zip.bytes(of: entry, atMost: 1 << 24), as: UTF8.self)
  }

  func json(_ name: String, of pack: String = "pack.zip") throws -> [[String: Any]] {
    try JSONSerialization.jsonObject(with: Data(file(name, of: pack).utf8)) as? [[String: Any]] ?? []
  }

  /// A forger's copy: files changed, and left out where `change` gives nil; the manifest fits where `mending` is true.
  func forge(_ name: String, mending: Bool, _ change: (String, String) -> String?) throws {
    let zip = try ZipReader(path("pack.zip"))
    guard let handle = FileHandle(forWritingAtPath: path(name)) ?? Self.create(path(name)) else {
      throw Council.Unexpected(words: "\(name) cannot be made")
    }
    let copy = ZipFile(handle, madeAt: TimeZone.gmt.civil(at: Workspace.now))
    var manifest = try file("manifest.json")
    for entry in zip.entries where entry.name != "manifest.json" {
      let old = try zip.bytes(of: entry, atMost: 1 << 24)
      // Some are no text.
      let text = String(decoding: old, as: UTF8.self)
      guard let changed = change(entry.name, text) else { continue }
      let new = changed == text ? old : Array(changed.utf8)
      try copy.add(entry.name, new)
      if mending {
        manifest = manifest.replacingOccurrences(of: ContentHash(of: old).hex, with: ContentHash(of: new).hex)
          .replacingOccurrences(of: "\"bytes\": \(old.count)\n", with: "\"bytes\": \(new.count)\n")
      }
    }
    try copy.add("manifest.json", Array(manifest.utf8))
    try copy.finish()
    try handle.close()
  }

  static func create(_ path: String) -> FileHandle? {
    FileManager.default.createFile(atPath: path, contents: nil) ? FileHandle(forWritingAtPath: path) : nil
  }

  func changeStore(_ sql: String) throws { try council.changeStore(sql) }
}
