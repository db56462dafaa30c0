import Foundation
import TestSupport

/// What people decide on that Monday, and what they may not.
extension GoldenStory {
  mutating func approve(_ posts: inout Posts) throws {
    try vouchForClock()
    let approved = try queue(
      "post-add-awaiting",
      "boards --at now --text \"Notice of the audit.\" --class statutory --basis \"Accounts and Audit Regulations\"")
    let rejected = try queue(
      "post-add-awaiting-too",
      "boards --at now --text \"Notice of a road order.\" --class statutory --basis \"Road Traffic Regulation Act\"")
    try ask("post-approve-by-author", "post approve \(approved)")
    turn(to: "head")
    try ask("post-approve-unseen", "post approve \(approved)")
    try ask("post-list-awaiting", "post list --awaiting me")
    try ask("post-show-awaiting", "post show \(approved)")
    turn(to: "writer")
    try ask("post-edit-awaiting", "post edit \(approved) --text \"Notice of the audit of the accounts.\"")
    turn(to: "head")
    try ask("post-approve-changed", "post approve \(approved)")
    try ask("post-approve-seen", "post approve \(approved) --seen 2 --reason \"Checked\"")
    try ask("post-reject", "post reject \(rejected) --reason \"The order is not signed\"")
    try ask("gate-run-approved", "gate run --once")
    (posts.approved, posts.rejected) = (approved, rejected)
    turn(to: "writer")
    posts.halfApproved = try queue(
      "post-add-two-tiers", "website --at \"2026-07-01 09:00\" --text \"The new timetable.\" --class service")
    turn(to: "chief")
    try ask("post-preview-two-tiers", "post preview \(posts.halfApproved)")
    try ask("post-approve-one-of-two", "post approve \(posts.halfApproved)")
    try ask("post-approve-twice", "post approve \(posts.halfApproved)")
  }

  mutating func change(_ posts: inout Posts) throws {
    turn(to: "writer")
    posts.flagged = try queue(
      "post-add-flagged", "website --at \"2026-04-21 09:00\" --title \"A visit\" --text \"The Greenfield Party comes.\""
    )
    posts.pictured = try queue(
      "post-add-picture",
      "website --at \"2026-04-22 09:00\" --text \"The new bin.\" --media inbox/bin.png --alt \"A green bin\"")
    posts.cancelled = try queue(
      "post-add-concert", "website,noticeboard --at \"2026-04-25 09:00\" --text \"The concert is on.\"")
    let concert = posts.cancelled
    try ask("post-cancel-one-channel", "post cancel \(concert)/noticeboard --reason \"Not for the noticeboard\"")
    try ask("post-cancel", "post cancel \(concert) --reason \"The concert is off\"")
    try ask("post-cancel-again", "post cancel \(concert) --reason \"Twice\"")
    posts.handedOver = try queue("post-add-county", "county --at \"2026-04-21 09:00\" --text \"The county fair.\"")
    posts.moved = try queue("post-add-market", "noticeboard --at \"2026-04-24 09:00\" --text \"The market.\"")
    try ask("post-move", "post move \(posts.moved) --at \"2026-04-25 10:00\"")
    try ask(
      "post-edit", "post edit \(posts.moved) --title Market --text \"The market is on Saturday.\" --late-after 1d")
    try ask("post-edit-nothing", "post edit \(posts.moved) --title Market")
    try ask("post-import-csv", "post import inbox/spring.csv")
    try ask("post-import-json-lines", "post import inbox/spring.jsonl")
    try ask("post-import-faulty", "post import inbox/faulty.csv")
  }

  mutating func override(_ posts: inout Posts) throws {
    try vouchForClock()
    posts.overridden = try queue("post-add-flood", "website --at now --text \"The river rises.\"")
    posts.exempted = try queue(
      "post-add-shelter", "website --at \"2026-04-21 08:00\" --text \"Where the shelters are.\"")
    let (flood, shelter) = (posts.overridden, posts.exempted)
    try ask(
      "override-request",
      "override request \(flood) --basis public-safety --reason \"The river\" --until \"2026-04-22 12:00\"")
    try ask("override-approve-by-author", "override approve 1 --seen 1")
    turn(to: "chief")
    try ask("override-approve-unseen", "override approve 1")
    try ask("override-approve", "override approve 1 --seen 1 --reason \"Residents must know\"")
    try ask("gate-run-override", "gate run --once")
    turn(to: "writer")
    try ask(
      "override-request-second",
      "override request \(shelter) --basis emergency --reason \"The river\" --until 2026-04-22")
    try ask(
      "override-request-third",
      "override request \(posts.pictured) --basis statutory --reason \"The bin\" --until 2026-04-23")
    try ask(
      "override-request-fourth",
      "override request \(posts.held)/intranet --basis election-information --reason \"The hall\" --until 2026-04-23")
    try ask(
      "override-request-fifth",
      "override request \(posts.held)/website --basis election-information --reason \"The hall\" --until 2026-04-23")
    try ask(
      "override-request-too-long", "override request \(shelter) --basis emergency --reason \"Long\" --until 2026-05-20")
    try ask(
      "override-request-basis", "override request \(shelter) --basis emergancy --reason \"Mistyped\" --until 2026-04-22"
    )
    try ask("override-withdraw", "override withdraw 4 --reason \"No longer needed\"")
    turn(to: "chief")
    try ask("override-approve-second", "override approve 2 --seen 1")
    turn(to: "head")
    try ask("override-refuse-for-another", "override refuse 3 --as chief --reason \"It can wait\"")
    try ask("override-refuse-again", "override refuse 3 --reason \"Twice\"")
  }

  mutating func review(_ posts: inout Posts) throws {
    try vouchForClock()
    turn(to: "writer")
    try ask("post-review-one-decision", "post review \(posts.uncertain) --send --cancel")
    try ask("post-review-unseen", "post review \(posts.uncertain) --send")
    try ask("post-review-list", "post review")
    let concert = try queue("post-add-late-concert", "boards --at \"2026-04-18 09:00\" --text \"The choir sings.\"")
    let parade = try queue("post-add-late-parade", "boards --at \"2026-04-18 09:00\" --text \"The band plays.\"")
    let fair = try queue("post-add-late-fair", "boards --at \"2026-04-18 09:00\" --text \"The stalls are out.\"")
    try ask("gate-run-late", "gate run --once")
    try ask("post-review-send", "post review \(concert) --send --seen 1 --reason \"Still true\"")
    try ask("post-review-move", "post review \(parade) --move \"2026-04-26 09:00\"")
    try ask("post-review-cancel", "post review \(fair) --cancel --reason \"Out of date\"")
    try ask("gate-run-reviewed", "gate run --once")
    let lost = try queue("post-add-second-power-cut", "boards --at now --text \"Another power cut.\"")
    try ask("gate-run-lost", "gate run --once")
    try ask("post-review-published", "post review \(lost) --published --reason \"It stands there\"")
  }

  mutating func refuse() throws {
    let post = "post add noticeboard --at now --text \"Hello\""
    turn(to: "second")
    try ask("refused-untrained", post)
    turn(to: "reader")
    try ask("refused-role", post)
    turn(to: "former")
    try ask("refused-left", post)
    turn(to: "stranger")
    try ask("refused-unregistered", post)
    turn(to: "writer")
    try ask("refused-acting-for", post + " --as chief")
    try ask("refused-class", post + " --class emergency --basis \"An order\"")
    try ask("refused-grounds", post + " --class statutory")
    try ask("refused-confirm-clock", "gate confirm-clock --reason \"I think so\"")
    try ask("refused-channel-resume", "channel resume alerts --reason \"I think so\"")
  }

  mutating func pause() throws {
    turn(to: "clerk")
    try ask("pause-until", "pause intranet --until \"2026-04-21 18:00\" --reason \"A major incident\"")
    try ask("pause-all", "pause --all --reason \"Only the press office speaks\"")
    try ask(GoldenQuestion.twice("status-paused", "status"))
    try ask("post-list-paused", "post list --held --channel middleware")
    try ask("resume-all", "resume --all --reason \"It is over\"")
    try ask("resume-nothing", "resume county --reason \"Nothing is there\"")
    try ask("pause-over-already", "pause county --until 2026-04-01 --reason \"Too late\"")
    try ask("pause-no-channel", "pause --reason \"Which one\"")
  }

  mutating func token() throws {
    turn(to: "writer")
    try ask("token-list-empty", "token list")
    try ask("refused-token-add", "token add --for writer --scope write")
    turn(to: "clerk")
    try ask("token-add", "token add --for writer --scope read --expires 2026-06-30")
    try ask("token-add-write", "token add --for writer --scope write")
    try ask("token-add-scope", "token add --for writer --scope all")
    try ask("token-add-stranger", "token add --for stranger --scope read")
    try ask("token-add-too-long", "token add --for writer --scope read --expires 2029-01-01")
    try ask("token-accept-by-maker", "token accept 1")
    turn(to: "writer")
    try ask("token-accept", "token accept 1")
    turn(to: "clerk")
    try ask("token-revoke", "token revoke 1 --reason \"The laptop was stolen\"")
    try ask("token-revoke-unknown", "token revoke 9 --reason \"Which one\"")
    try ask(GoldenQuestion.twice("token-list", "token list"))
  }
}
