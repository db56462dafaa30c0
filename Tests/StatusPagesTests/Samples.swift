import Contract
import StatusPages

/// Answers and the pages made of them, in every state that a reader can meet.
struct Samples {
  /// What stands where a person or a file gives a text, each told by a plain one.
  var typed: (String) -> String = { $0 }
  var clock = "2026-04-20T10:05:22+01:00"

  // MARK: Causes

  func window(
    _ summary: String = "Our council election of 2026", kind: String? = "local", basis: String = "computed",
    estimate: Bool = false, starts: String = "2026-03-30T00:00:00+01:00", ends: String = "2026-05-07T22:00:00+01:00"
  ) -> HoldCause.Window {
    HoldCause.Window(
      election: typed("local.our-council.2026-05-07"), kind: kind, nation: "england", area: typed("local.our-council"),
      pollingDay: Day("2026-05-07"), starts: Moment(starts), ends: Moment(ends), basis: basis,
      rule: typed("local-25-working-days"),
      citation: typed(
        "Local Elections (Principal Areas) (England and Wales) Rules 2006 (SI 2006/3304) Sch 2 and 3 r.1–2"),
      estimate: estimate, summary: typed(summary),
      source: SourcePlace(
        file: typed("elections/ours.ics"), line: 18, uid: typed("local.our-council.2026-05-07@elections.example.org")))
  }

  func condition(_ type: String, until: String? = nil) -> HoldCause {
    .condition(
      HoldCause.Condition(
        type: type, detail: typed("elections/faulty.ics:7: error: The event is not read."),
        until: until.map(Moment.init)))
  }

  static let conditions = [
    "calendar-unreadable", "not-adopted", "no-such-channel", "clock-in-doubt", "channel-stopped", "pace", "retry",
    "staff", "hand-over", "awaiting-approval", "paused", "something-new",
  ]

  // MARK: Channels

  func channel(
    _ id: String, _ name: String, _ state: ChannelAnswer.State, until: String? = nil, since: String? = nil,
    closedFor: [String] = [], causes: [HoldCause] = [], next: ChannelAnswer.Change? = nil,
    day: [ChannelAnswer.Part]? = nil,
    turns: [HoldTurn] = []
  ) -> ChannelAnswer {
    ChannelAnswer(
      day: day, channel: typed(id), name: typed(name), state: state, since: since.map(Moment.init),
      until: until.map(Moment.init), closedFor: closedFor, causes: causes, next: next, turns: turns)
  }

  var closed: ChannelAnswer {
    let mayor = window(
      "Mayor of the county", kind: "mayor", basis: "notice", starts: "2026-03-27T00:00:00+00:00")
    let ours = window()
    let ward = window(
      "North ward by-election", estimate: true, starts: "2026-05-06T00:00:00+01:00", ends: "2026-06-11T22:00:00+01:00")
    return channel(
      "website", "News on the website", .closed, until: "2026-06-11T22:00:00+01:00", since: "2026-03-27T00:00:00+00:00",
      closedFor: ["routine", "service"], causes: [.window(mayor), .window(ours), .window(ward)],
      next: ChannelAnswer.Change(at: Moment("2026-06-11T22:00:00+01:00"), state: .open, causes: []),
      turns: [
        HoldTurn(
          until: Moment("2026-05-07T22:00:00+01:00"), causes: [.window(mayor), .window(ours)]),
        HoldTurn(until: Moment("2026-06-11T22:00:00+01:00"), causes: [.window(ward)]),
      ])
  }

  var open: ChannelAnswer {
    channel(
      "noticeboard", "Noticeboard", .open, until: "2026-09-10T00:00:00+01:00",
      next: ChannelAnswer.Change(
        at: Moment("2026-09-10T00:00:00+01:00"), state: .closed,
        causes: [
          .window(window("Autumn election", starts: "2026-09-10T00:00:00+01:00", ends: "2026-10-15T22:00:00+01:00"))
        ]))
  }

  var unknown: ChannelAnswer {
    channel("boards", "Boards at the stops", .unknown, causes: [condition("calendar-unreadable")])
  }

  var paused: ChannelAnswer {
    channel(
      "alerts", "Alerts", .closed, since: "2026-04-20T10:00:00+01:00",
      closedFor: ["routine", "service", "statutory", "emergency"],
      causes: [condition("paused"), condition("hand-over", until: "2026-05-07T22:00:00+01:00")])
  }

  /// With a name and an id that are longer than a line, and have no place where one could break.
  var long: ChannelAnswer {
    channel(
      Self.longID, String(repeating: "Llanfairpwllgwyngyll", count: 5), .closed, until: "2026-06-11T22:00:00+01:00",
      causes: [.window(window(String(repeating: "Gorsaf", count: 20)))])
  }

  static let longID = "channel-" + String(repeating: "llanfair-", count: 6) + "north"

  // MARK: Answers

  var authority: Authority {
    Authority(name: typed("Our Borough Council"), source: .revision, place: "/srv/secret/place")
  }

  func calendar(_ state: CalendarAnswer.State = .current) -> CalendarAnswer {
    CalendarAnswer(
      state: state, problems: state == .current ? 0 : 2, note: typed("A note for the staff in /srv/secret"),
      errors: state == .current ? 0 : 1)
  }

  func status(
    _ channels: [ChannelAnswer], calendar state: CalendarAnswer.State = .current, clockDoubt: Bool = false
  ) -> ShowStatus.Answer {
    ShowStatus.Answer(
      at: Moment(clock), authority: authority, revision: 12, register: true, calendar: calendar(state),
      clockDoubt: clockDoubt ? typed("The clock stepped back by 3 hours.") : nil,
      channels: channels.map { ShowStatus.Channel(state: $0, besides: besides) }, isLogUnwatched: true)
  }

  /// What must not be seen.
  var besides: ShowStatus.Besides {
    ShowStatus.Besides(
      possible: [], overrides: [override], handOver: .needed, stopped: typed("secret: the receiver’s words"), held: 4711
    )
  }

  var override: OverrideAnswer {
    OverrideAnswer(
      override: "815", delivery: "25/website", state: "approved", basis: "emergency",
      reason: typed("secret: the river"),
      until: Moment("2026-04-23T00:00:00+01:00"), requester: typed("secret-writer"),
      requestedAt: Moment("2026-04-20T10:05:00+01:00"), decider: typed("secret-chief"),
      decidedAt: Moment("2026-04-20T10:05:00+01:00"))
  }

  func why(_ channel: ChannelAnswer, possible: Bool = false) -> ExplainChannel.Answer {
    let windows = channel.causes.compactMap { cause in
      if case .window(let window) = cause { window } else { nil }
    }
    let days = CountedDays(
      days: ["2026-05-06", "2026-05-05", "2026-05-01", "2026-04-30"].map(Day.init),
      bankHolidays: typed("England and Wales"))
    return ExplainChannel.Answer(
      heading: ExplainChannel.Heading(
        at: Moment(clock), authority: authority, revision: 12, calendar: calendar()),
      state: channel,
      counting: ExplainChannel.Counting(
        counted: days.days, countedByCause: [],
        possible: possible
          ? [
            window(
              "A by-election that may come", starts: "2026-09-10T00:00:00+01:00", ends: "2026-10-15T22:00:00+01:00")
          ]
          : [], held: 4711, counts: Dictionary(windows.map { ($0, days) }, uniquingKeysWith: { $1 }),
        overrides: [override]))
  }

  func upcoming(_ channels: [String], calendar state: CalendarAnswer.State = .current) -> ListBlackouts.Answer {
    let possible = window(
      "A by-election that may come", starts: "2026-11-10T00:00:00+00:00", ends: "2026-12-15T22:00:00+00:00")
    return ListBlackouts.Answer(
      from: Moment(clock), to: Moment("2027-04-20T10:05:22+01:00"), authority: authority, revision: 12,
      calendar: calendar(state),
      blackouts: channels.flatMap { channel in
        [
          ListBlackouts.Blackout(
            channel: typed(channel), starts: Moment("2026-03-27T00:00:00+00:00"),
            ends: Moment("2026-06-11T22:00:00+01:00"),
            causes: [window("Mayor of the county", kind: "mayor"), window()], held: 4711),
          ListBlackouts.Blackout(
            channel: typed(channel), starts: Moment("2026-09-10T00:00:00+01:00"),
            ends: Moment("2026-10-15T22:00:00+01:00"),
            causes: [window("Autumn election")], held: 0),
        ]
      }, possible: channels.prefix(2).map { ListBlackouts.Possible(channel: typed($0), window: possible) },
      pauses: channels.prefix(1).map {
        ListBlackouts.Pause(
          channel: typed($0), starts: Moment("2026-04-20T10:00:00+01:00"), ends: nil,
          reason: typed("secret: a major incident"))
      },
      channels: channels.enumerated().map { index, channel in
        ListBlackouts.Channel(
          channel: typed(channel), doubts: index == 1 ? [condition("calendar-unreadable")] : [],
          stops: index == 2
            ? [ListBlackouts.Stop(since: Moment("2026-04-19T09:00:00+01:00"), cause: condition("channel-stopped"))] : []
        )
      })
  }

  func statement(
    _ compliance: AccessibilityStatement.Compliance, nation: AccessibilityStatement.Nation = .england,
    email: Bool = true
  ) -> AccessibilityStatement {
    AccessibilityStatement(
      council: typed("Our Borough Council"), email: email ? typed("web@council.example.org") : nil, nation: nation,
      compliance: compliance, prepared: Day("2026-11-30"), reviewed: Day("2026-11-30"),
      test: email
        ? AccessibilityStatement.Test(day: Day("2026-11-29"), tester: typed("the council’s digital team")) : nil)
  }

  // MARK: Pages

  static let fresh = Freshness(gate: GateSign(running: true, lastHeartbeat: nil), isOlderThanAMinute: false)
  static let silent = Freshness(gate: GateSign(running: false, lastHeartbeat: nil), isOlderThanAMinute: false)
  static let stale = Freshness(
    gate: GateSign(running: false, lastHeartbeat: Moment("2026-04-20T09:58:01+01:00")), isOlderThanAMinute: true)

  /// Every page in every state, in both languages.
  var pages: [(name: String, page: Page)] {
    Language.allCases.flatMap { language in pages(in: language).map { ("\($0.name)-\(language.rawValue)", $0.page) } }
  }

  func pages(in language: Language) -> [(name: String, page: Page)] {
    let all = [closed, open, unknown, paused]
    let names = ["website", "boards", "alerts", "noticeboard"]
    let part = [
      ChannelAnswer.Part(
        from: Moment("2026-05-07T00:00:00+01:00"), to: Moment("2026-05-07T22:00:00+01:00"), state: .closed),
      ChannelAnswer.Part(
        from: Moment("2026-05-07T22:00:00+01:00"), to: Moment("2026-05-08T00:00:00+01:00"), state: .open),
    ]
    let day = channel("website", "News on the website", .closed, causes: [.window(window())], day: part)
    let everyDoubt = channel("website", "News on the website", .closed, causes: Self.conditions.map { condition($0) })
    let then = channel(
      "website", "News on the website", .closed, until: "2026-05-07T22:00:00+01:00", causes: [.window(window())],
      next: ChannelAnswer.Change(
        at: Moment("2026-05-07T22:00:00+01:00"), state: .unknown, causes: [condition("calendar-unreadable")]))
    return [
      ("status", .status(status(all), freshness: Self.fresh, in: language)),
      ("status-empty", .status(status([]), freshness: Self.fresh, in: language)),
      (
        "status-stale",
        .status(status(all, calendar: .notAdopted, clockDoubt: true), freshness: Self.stale, in: language)
      ),
      ("status-silent", .status(status([open, closed]), freshness: Self.silent, in: language)),
      ("status-long", .status(status([long, unknown]), freshness: Self.fresh, in: language)),
      ("status-50", .status(status((0..<50).map { _ in open }), freshness: Self.fresh, in: language)),
      ("why-closed", .why(why(closed, possible: true), asked: nil, freshness: Self.fresh, in: language)),
      ("why-open", .why(why(open), asked: nil, freshness: Self.fresh, in: language)),
      ("why-unknown", .why(why(unknown), asked: nil, freshness: Self.stale, in: language)),
      ("why-conditions", .why(why(everyDoubt), asked: nil, freshness: Self.fresh, in: language)),
      ("why-then", .why(why(then), asked: "2026-04-20T10:05:22+01:00", freshness: Self.fresh, in: language)),
      ("why-day", .why(why(day), asked: "2026-05-07", freshness: Self.fresh, in: language)),
      ("upcoming", .upcoming(upcoming(names), freshness: Self.fresh, in: language)),
      ("upcoming-errors", .upcoming(upcoming(["website"], calendar: .unreadable), freshness: Self.stale, in: language)),
      ("upcoming-long", .upcoming(upcoming([Self.longID, "website"]), freshness: Self.fresh, in: language)),
      ("upcoming-empty", .upcoming(upcoming([]), freshness: Self.fresh, in: language)),
      (
        "upcoming-50",
        .upcoming(upcoming((0..<50).map { "channel-\($0)" }), freshness: Self.fresh, in: language)
      ),
      ("accessibility", .accessibility(statement(.partial), in: language)),
      ("accessibility-full", .accessibility(statement(.full, nation: .northernIreland), in: language)),
      ("accessibility-none", .accessibility(statement(.none, nation: .wales, email: false), in: language)),
      ("404", .notFound(council: typed("Our Borough Council"), suggestion: typed("website"), in: language)),
      ("404-plain", .notFound(council: nil, suggestion: nil, in: language)),
      ("400", .badRequest(council: typed("Our Borough Council"), in: language)),
      ("503", .unavailable(council: typed("Our Borough Council"), in: language)),
      ("500", .failed(council: typed("Our Borough Council"), in: language)),
    ]
  }
}
