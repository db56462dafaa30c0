import Foundation
import TestSupport

/// What is asked of the council on that Monday: every command, and the common ways for one to fail.
extension GoldenStory {
  mutating func question(_ posts: Posts) throws {
    turn(to: "clerk")
    try ask(ofChannels)
    try ask(ofCalendars)
    try ask(ofPosts(posts))
    try ask(ofPeopleAndRules)
    try ask(wrongUsage)
  }

  private var ofChannels: [GoldenQuestion] {
    GoldenQuestion.twice("status", "status") + GoldenQuestion.twice("upcoming", "upcoming")
      + ["website", "intranet", "noticeboard", "alerts", "county"].flatMap {
        GoldenQuestion.twice("why-\($0)", "why \($0)")
      }
      + GoldenQuestion.twice("status-day", "status --at 2026-06-11")
      + GoldenQuestion.twice("why-day", "why website --at 2026-03-27") + [
        GoldenQuestion("status-one", "status intranet"),
        GoldenQuestion("status-open", "status --at 2026-03-02"),
        GoldenQuestion("status-last-minute", "status website --at \"2026-06-11 21:59\""),
        GoldenQuestion("status-end", "status website --at 2026-06-11T22:00:00+01:00"),
        GoldenQuestion("status-past", "status --at 2024-06-20T12:00"),
        GoldenQuestion("why-past", "why noticeboard --at 2024-06-20T12:00"),
        GoldenQuestion("why-between", "why website --at 2026-05-20T12:00"),
        GoldenQuestion("upcoming-past", "upcoming website --from 2024-01-01 --within 1y"),
        GoldenQuestion("upcoming-month", "upcoming noticeboard --within 30d"),
        GoldenQuestion("channels", "channels"),
        GoldenQuestion("channels-stale", "channels list --stale 30d"),
        GoldenQuestion("channel-test-feed", "channel test website"),
        GoldenQuestion("channel-test-webhook", "channel test middleware"),
        GoldenQuestion("channel-test-program", "channel test boards"),
        GoldenQuestion("connectors", "connectors"),
        GoldenQuestion("service-status", "service status"),
      ] + GoldenQuestion.twice("gate-health-silent", "gate health")
  }

  private var ofCalendars: [GoldenQuestion] {
    [
      GoldenQuestion("calendar-check", "calendar check"),
      GoldenQuestion("calendar-check-file", "calendar check calendars/elections/outlook.ics"),
      GoldenQuestion("calendar-elections", "calendar elections"),
      GoldenQuestion("calendar-elections-range", "calendar elections --from 2026-05-07 --to 2026-05-07"),
      GoldenQuestion("calendar-windows", "calendar windows"),
      GoldenQuestion("calendar-windows-possible", "calendar windows --possible --from 2026-09-01 --to 2026-12-31"),
      GoldenQuestion(
        "calendar-events", "calendar events calendars/elections/outlook.ics --from 2026-01-01 --to 2026-12-31"),
      GoldenQuestion.inWords("calendar-export", "calendar export website --from 2026-01-01 --to 2026-12-31"),
      GoldenQuestion("calendar-no-file", "calendar check missing.ics"),
      GoldenQuestion("calendar-range", "calendar elections --from 2026-05-07 --to 2026-05-06"),
    ]
  }

  private func ofPosts(_ posts: Posts) -> [GoldenQuestion] {
    let named = [
      ("published", posts.published), ("held", posts.held), ("overdue", posts.overdue), ("expired", posts.expired),
      ("failed", posts.failed), ("uncertain", posts.uncertain), ("retried", posts.retried), ("stopped", posts.stopped),
      ("paced", posts.paced), ("approved", posts.approved), ("rejected", posts.rejected), ("flagged", posts.flagged),
      ("half-approved", posts.halfApproved), ("cancelled", posts.cancelled), ("moved", posts.moved),
      ("handed-over", posts.handedOver), ("overridden", posts.overridden), ("exempted", posts.exempted),
    ]
    return named.flatMap { GoldenQuestion.twice("post-show-\($0)", "post show \($1)") }
      + GoldenQuestion.twice("post-list", "post list") + GoldenQuestion.twice("post-list-held", "post list --held") + [
        GoldenQuestion("post-show-unreachable", "post show \(posts.unreachable)"),
        GoldenQuestion("post-list-channel", "post list --channel noticeboard --state queued"),
        GoldenQuestion("post-list-due", "post list --due-before 2026-04-20T09:59"),
        GoldenQuestion("post-list-page", "post list --limit 2 --after 3"),
        GoldenQuestion("post-list-awaiting-head", "post list --awaiting head"),
        GoldenQuestion("post-list-nothing", "post list --channel county"),
        GoldenQuestion("post-list-state", "post list --state sent"),
        GoldenQuestion("post-preview-feed", "post preview \(posts.flagged)"),
        GoldenQuestion("post-preview-picture", "post preview \(posts.pictured)"),
        GoldenQuestion("post-preview-program", "post preview \(posts.retried)"),
        GoldenQuestion("post-preview-webhook", "post preview \(posts.unreachable)"),
        GoldenQuestion("post-preview-no-channel", "post preview \(posts.flagged)/boards"),
        GoldenQuestion("post-review", "post review"),
        GoldenQuestion("post-show-missing", "post show 999"),
        GoldenQuestion("post-show-no-number", "post show twelve"),
        GoldenQuestion("override-list", "override list"),
        GoldenQuestion("override-list-post", "override list --post \(posts.exempted)"),
        GoldenQuestion("override-list-nothing", "override list --post \(posts.published)"),
      ]
  }

  private var ofPeopleAndRules: [GoldenQuestion] {
    [
      GoldenQuestion("people-list", "people list"),
      GoldenQuestion("people-check", "people check"),
      GoldenQuestion("settings-check", "settings check"),
      GoldenQuestion("revision-list", "revision list"),
      GoldenQuestion("revision-show", "revision show"),
      GoldenQuestion("revision-show-first", "revision show 1"),
      GoldenQuestion.inWords("revision-show-file", "revision show 1 --file elections/county.ics"),
      GoldenQuestion("revision-show-no-file", "revision show --file elections/county.isc"),
      GoldenQuestion("revision-show-missing", "revision show 9"),
      GoldenQuestion("revision-diff", "revision diff 1 2"),
      GoldenQuestion("revision-diff-in-force", "revision diff 2"),
      GoldenQuestion("adopt-preview-in-force", "adopt --preview"),
    ]
  }

  private var wrongUsage: [GoldenQuestion] {
    [
      GoldenQuestion("usage-command", "staus"),
      GoldenQuestion("usage-subcommand", "post lst"),
      GoldenQuestion("usage-option", "status --att 2026-05-07"),
      GoldenQuestion("usage-no-argument", "why"),
      GoldenQuestion("usage-value", "post list --limit many"),
      GoldenQuestion("usage-channel", "status webiste"),
      GoldenQuestion("usage-time", "status --at tomorrow"),
      GoldenQuestion("usage-skipped-hour", "status --at 2026-03-29T01:30"),
      GoldenQuestion("usage-repeated-hour", "status --at 2026-10-25T01:30"),
      GoldenQuestion("usage-date-alone", "post add noticeboard --at 2026-04-21 --text Hello"),
      GoldenQuestion("usage-no-text", "post add noticeboard --at now"),
      GoldenQuestion("usage-no-alt", "post add noticeboard --at now --text Hello --media inbox/bin.png"),
      GoldenQuestion("usage-class", "post add noticeboard --at now --text Hello --class rutine"),
      GoldenQuestion("usage-link", "post add noticeboard --at now --text Hello --link example"),
      GoldenQuestion("usage-span", "upcoming --within soon"),
      GoldenQuestion("usage-reason", "post cancel 2 --reason \"\""),
      GoldenQuestion("usage-replay", "audit replay first"),
      GoldenQuestion("no-settings", "status --settings missing.yaml"),
      GoldenQuestion("no-store", "audit list --store sqlite:missing.sqlite"),
      GoldenQuestion("no-store-kind", "audit list --store mysql:missing"),
    ]
  }
}
