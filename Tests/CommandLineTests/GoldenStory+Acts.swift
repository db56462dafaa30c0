import Foundation
import TestSupport

/// What the council does, from its first revision to a Monday in the middle of its purdah.
extension GoldenStory {
  /// Numbers of posts of which questions are asked afterwards, by what became of them.
  struct Posts {
    var published = ""
    var held = ""
    var overdue = ""
    var expired = ""
    var failed = ""
    var uncertain = ""
    var retried = ""
    var stopped = ""
    var unreachable = ""
    var paced = ""
    var approved = ""
    var rejected = ""
    var flagged = ""
    var pictured = ""
    var halfApproved = ""
    var cancelled = ""
    var moved = ""
    var handedOver = ""
    var overridden = ""
    var exempted = ""
  }

  mutating func act() throws -> Posts {
    var posts = Posts()
    try begin(&posts)
    try adoptAgain(&posts)
    try send(&posts)
    try approve(&posts)
    try change(&posts)
    try override(&posts)
    try review(&posts)
    try refuse()
    try pause()
    try token()
    return posts
  }

  // MARK: Before the purdah

  private mutating func begin(_ posts: inout Posts) throws {
    try turn(to: "2026-03-02T10:00:00Z", "clerk")
    try ask("no-store-status", "status")
    try ask("no-store-post-list", "post list")
    try ask("no-store-post-add", "post add website --at now --text \"Too early\"")
    try ask("no-store-gate-health", "gate health")
    try ask("adopt-first-preview", "adopt --preview")
    try ask("adopt-first", "adopt")
    try ask("adopt-in-force", "adopt")
    try questionElsewhere()
    turn(to: "writer")
    posts.published = try queue(
      "post-add-open",
      "website --at \"2026-03-03 09:00\" --title \"Bin day\" --text \"Bins are collected on Friday this week.\" "
        + "--link https://www.example.org/bins")
    let held =
      "website,intranet --at \"2026-04-20 09:30\" --text \"The library opens on Sundays in May.\" --key sundays"
    posts.held = try queue("post-add-held", held)
    try ask("post-add-repeated", "post add \(held)")
    try ask("post-add-key-taken", "post add website --at now --text \"Another text\" --key sundays")
    try turn(to: "2026-03-03T09:00:00Z", "clerk")
    try ask("gate-run-published", "gate run --once")
  }

  private mutating func adoptAgain(_ posts: inout Posts) throws {
    try turn(to: "2026-03-20T10:00:00Z", "writer")
    posts.overdue = try queue(
      "post-add-overdue", "boards --at \"2026-03-20 10:00\" --text \"The fair opens at noon.\" --late-after 2h")
    posts.expired = try queue(
      "post-add-expiring",
      "boards --at \"2026-03-20 10:00\" --text \"The fair closes tonight.\" --class service --expires \"2026-03-20 20:00\""
    )
    try change("portcullis.yaml", to: "second.yaml")
    turn(to: "clerk")
    try ask("adopt-not-shown", "adopt --confirm-opening --reason \"Agreed by the board\"")
    try ask("adopt-needs-agreement", "adopt")
    try ask("adopt-other-hash", "adopt --confirm-opening 0123456789ab --reason \"Agreed by the board\"")
    try ask("adopt-preview", "adopt --preview")
    turn(to: "writer")
    try ask("adopt-preview-by-author", "adopt --preview")
    try ask("adopt-not-permitted", "adopt --confirm-opening --reason \"No administrator\"")
    turn(to: "clerk")
    try ask("adopt-second", "adopt --confirm-opening --reason \"Agreed by the board\"")
  }

  // MARK: The Monday

  /// One post for each way in which a sending can end. One at a time, since two channels are served side by side.
  private mutating func send(_ posts: inout Posts) throws {
    try turn(to: "2026-04-20T09:00:00Z", "clerk")
    try ask("gate-confirm-clock", "gate confirm-clock --reason \"Compared with the clock of the station\"")
    // What only closes is adopted by the gate itself.
    try change("calendars/elections/closing.ics", to: "closing.ics")
    try ask("gate-run-adopting", "gate run --once")
    turn(to: "writer")
    _ = try queue("post-add-now", "boards --at now --text \"All lines run.\"")
    try ask("gate-run-program", "gate run --once")
    posts.failed = try queue("post-add-too-long", "boards --at now --text \"This is too long.\"")
    try ask("gate-run-failed", "gate run --once")
    posts.uncertain = try queue("post-add-power-cut", "boards --at now --text \"There is a power cut.\"")
    try ask("gate-run-uncertain", "gate run --once")
    posts.retried = try queue(
      "post-add-out-of-order", "boards --at now --text \"The lift is out of order.\" --class service")
    try ask("gate-run-later", "gate run --once")
    posts.stopped = try queue("post-add-locked", "alerts --at now --text \"The gates are locked.\"")
    try ask("gate-run-stopped", "gate run --once")
    // Apart from the others, so that no two attempts can come at the same second.
    try turn(to: "2026-04-20T09:05:00Z", "writer")
    try vouchForClock()
    posts.unreachable = try queue("post-add-webhook", "middleware --at now --text \"For the app.\"")
    try ask("gate-run-unreachable", "gate run --once")
    _ = try queue(
      "post-add-first-of-hour", "noticeboard --at \"2026-04-20 09:58\" --text \"First notice of the hour.\"")
    posts.paced = try queue(
      "post-add-second-of-hour", "noticeboard --at \"2026-04-20 09:59\" --text \"Second notice of the hour.\"")
    try ask("gate-run-pace", "gate run --once")
  }
}
