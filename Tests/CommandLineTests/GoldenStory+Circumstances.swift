import Foundation
import TestSupport

/// Questions that need more than the council: a gate that works, files that changed, a forged log, no set-up at all.
extension GoldenStory {
  // MARK: The log and the store

  mutating func questionLog(_ posts: Posts) throws {
    try ask(
      [
        GoldenQuestion("audit-list", "audit list"),
        GoldenQuestion("audit-list-post", "audit list --post \(posts.overridden)"),
        GoldenQuestion("audit-list-range", "audit list --from 2026-03-03 --to 2026-03-20"),
        GoldenQuestion("audit-list-nothing", "audit list --from 2027-01-01"),
        GoldenQuestion("audit-verify", "audit verify"), GoldenQuestion("audit-checkpoint", "audit checkpoint"),
        GoldenQuestion("audit-export", "audit export"),
        GoldenQuestion.inWords("audit-export-csv", "audit export --format csv"),
        GoldenQuestion("store-check", "store check"),
      ])
    for event in ["submitted", "sending", "lane-closed", "review"] {
      try ask("audit-replay-\(event)", "audit replay \(try entry(of: event))")
    }
    try ask("audit-replay-no-decision", "audit replay 1")
    try ask("audit-remove-text-nothing", "audit remove-text \(try entry(of: "lane-closed")) --reason Erasure")
    try ask("audit-pack", "audit pack --from 2026-03-01 --to 2026-04-30 pack.zip")
    try ask("audit-pack-there-already", "audit pack --from 2026-03-01 --to 2026-04-30 pack.zip")
    try ask("audit-verify-pack", "audit verify --pack pack.zip")
    try ask("store-backup", "store backup copy/portcullis.sqlite")
    try FileManager.default.createDirectory(
      at: council.folder.url.appending(path: "copy"), withIntermediateDirectories: true)
    try ask("store-backup-folder", "store backup copy/portcullis.sqlite")
    try ask("store-backup-whole", "store backup whole/")
    try ask("store-restore-there-already", "store restore whole")
    // With an anchor of its own: two copies of a store are one store to their anchor.
    try ask([
      GoldenQuestion(
        "store-restore", "store restore --store sqlite:other/portcullis.sqlite whole",
        ["PORTCULLIS_ANCHOR": "other-anchors"])
    ])
    try forge()
    try ask("audit-verify-forged", "audit verify --store sqlite:copy/portcullis.sqlite")
  }

  /// The number of the log's first entry of a kind.
  private func entry(of event: String) throws -> Int {
    guard let number = log.first(where: { $0["event"] as? String == event })?["id"] as? Int else {
      throw Council.Unexpected(words: "the log has no entry “\(event)”")
    }
    return number
  }

  /// The whole audit log, as it was exported last.
  var log: [[String: Any]] { answers.last { $0.name == "audit-export.json" }?.outcome.list ?? [] }

  /// Changes an entry in the copy of the store.
  private func forge() throws {
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "python3", "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()",
        council.folder.url.appending(path: "copy/portcullis.sqlite").path,
        "DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'somebody' WHERE id = 5;",
      ])
  }

  // MARK: A gate that works

  mutating func questionWhileGateRuns() throws {
    try vouchForClock()
    let gate = try GateProcess(council, environment: surroundings)
    try gate.waitFor("revision")
    try ask(
      GoldenQuestion.twice("gate-health", "gate health")
        + GoldenQuestion.twice("post-list-served", "post list --state queued --channel noticeboard"))
    gate.signal(SIGTERM)
    guard gate.exitCode() == 0 else { throw Council.Unexpected(words: gate.complaints) }
  }

  // MARK: Files that changed, or cannot be read

  mutating func questionChangedFiles() throws {
    try change("portcullis.yaml", to: "pending.yaml")
    try ask(
      GoldenQuestion.twice("pending-status", "status noticeboard")
        + GoldenQuestion.twice(
          "pending-adopt-preview", "adopt --preview") + [GoldenQuestion("pending-people-check", "people check")])
    try ask("pending-adopt", "adopt")
    try change("portcullis.yaml", to: "second.yaml")
    let county = try Data(contentsOf: council.folder.url.appending(path: "calendars/elections/county.ics"))
    try change("calendars/elections/county.ics", to: "called-off.ics")
    try ask(GoldenQuestion.twice("opening-adopt-preview", "adopt --preview"))
    try ask("opening-adopt", "adopt")
    try county.write(to: council.folder.url.appending(path: "calendars/elections/county.ics"))
    try change("calendars/elections/snap.ics", to: "snap.ics")
    try ask(GoldenQuestion.twice("closing-adopt-preview", "adopt --preview"))
    try remove("calendars/elections/snap.ics")
    try change("portcullis.yaml", to: "faulty.yaml")
    try ask([
      GoldenQuestion("faulty-settings-check", "settings check"), GoldenQuestion("faulty-settings-status", "status"),
      GoldenQuestion("faulty-settings-adopt", "adopt"), GoldenQuestion("faulty-settings-health", "gate health"),
    ])
    try change("portcullis.yaml", to: "unstaffed.yaml")
    try ask([
      GoldenQuestion("unstaffed-people-check", "people check"), GoldenQuestion("unstaffed-status", "status middleware"),
    ])
    try ask("unstaffed-adopt", "adopt")
    try change("portcullis.yaml", to: "second.yaml")
    try change("calendars/elections/unclassified.ics", to: "unclassified.ics")
    try ask([
      GoldenQuestion("unclassified-check", "calendar check"), GoldenQuestion("unclassified-preview", "adopt --preview"),
    ])
    try remove("calendars/elections/unclassified.ics")
    try change("calendars/elections/faulty.ics", to: "faulty.ics")
    try ask(
      GoldenQuestion.twice("faulty-calendar-status", "status middleware")
        + GoldenQuestion.twice("faulty-calendar-health", "gate health") + [
          GoldenQuestion("faulty-calendar-status-all", "status"),
          GoldenQuestion("faulty-calendar-upcoming", "upcoming middleware"),
          GoldenQuestion("faulty-calendar-why", "why middleware"),
          GoldenQuestion("faulty-calendar-check", "calendar check"),
          GoldenQuestion("faulty-calendar-windows", "calendar windows --from 2026-09-01"),
          GoldenQuestion("faulty-calendar-events", "calendar events calendars/elections/faulty.ics"),
          GoldenQuestion("faulty-calendar-adopt", "adopt"),
          GoldenQuestion("faulty-calendar-posts", "post list --held --channel middleware"),
        ])
    try remove("calendars/elections/faulty.ics")
    try ask("channel-resume", "channel resume alerts --reason \"A new login is in place\"")
    try ask("channel-resume-again", "channel resume alerts --reason \"A new login is in place\"")
  }

  // MARK: Elsewhere

  /// Beside the council, where nothing is set up.
  mutating func questionElsewhere() throws {
    let place = "elsewhere"
    try FileManager.default.createDirectory(
      at: council.folder.url.appending(path: place), withIntermediateDirectories: true)
    let store = ["PORTCULLIS_STORE": ""]
    try ask(GoldenQuestion("nowhere-status", "status", store), in: place)
    try ask(GoldenQuestion("nowhere-calendar-check", "calendar check", store), in: place)
    try ask(GoldenQuestion("nowhere-settings", "status --settings missing.yaml", store), in: place)
    try ask(GoldenQuestion("nowhere-gate-run", "gate run --once", store), in: place)
    let own = ["PORTCULLIS_STORE": "sqlite:store.sqlite"]
    try ask(GoldenQuestion("init", "init", own), in: place)
    try ask(GoldenQuestion("init-again", "init", own), in: place)
    try ask(GoldenQuestion("other-set-up-adopt", "adopt"), in: place)
  }
}
