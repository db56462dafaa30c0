import Contract
import StatusPages
import Testing

/// What a reader learns in each state.
@Suite struct StateTests {
  private let samples = Samples()

  private func status(
    _ channels: [ChannelAnswer], calendar: CalendarAnswer.State = .current, clockDoubt: Bool = false,
    freshness: Freshness = Samples.fresh, in language: Language = .english
  ) throws -> PageTree {
    let answer = samples.status(channels, calendar: calendar, clockDoubt: clockDoubt)
    return try PageTree(Page.status(answer, freshness: freshness, in: language).html)
  }

  private func warnings(_ tree: PageTree) -> [String] {
    tree.first("main")?.all("div").filter { $0["class"] == "warning" }.map(\.text) ?? []
  }

  // MARK: Status

  @Test func `a closed channel says until when, why, and what comes next`() throws {
    let text = try status([samples.closed]).mainText
    #expect(text.contains("As of Mon 20 Apr 2026, 10:05:22 BST, revision 12."))
    #expect(text.contains("■ Closed until Thu 11 Jun 2026, 22:00 BST."))
    #expect(text.contains("Only for these kinds of post: routine, service."))
    #expect(text.contains("Since Fri 27 Mar 2026, 00:00 GMT."))
    #expect(text.contains("Why: Mayor of the county (Mayoral election), polling day Thu 7 May 2026. (other causes: 2)"))
    #expect(text.contains("Next change: open from Thu 11 Jun 2026, 22:00 BST."))
  }

  @Test func `an open channel says until when, and what closes it then`() throws {
    let text = try status([samples.open]).mainText
    #expect(text.contains("○ Open until Thu 10 Sep 2026, 00:00 BST."))
    #expect(text.contains("Next change: closed from Thu 10 Sep 2026, 00:00 BST. Autumn election (Local election)"))
    let never = try status([samples.channel("x", "X", .open)]).mainText
    #expect(never.contains("○ Open: no confirmed election closes it."))
  }

  @Test func `an unknown channel is treated as closed, and says so`() throws {
    let text = try status([samples.unknown]).mainText
    #expect(text.contains("◆ Not known (treated as closed)"))
    #expect(text.contains("Why: The election calendars cannot be relied on"))
  }

  @Test func `shapes are for the eye alone, and each state has its own`() throws {
    let shapes = try status([samples.closed, samples.open, samples.unknown]).root.all("span")
    #expect(shapes.map(\.text) == ["■", "○", "◆"])
    #expect(shapes.allSatisfy { $0["aria-hidden"] == "true" })
  }

  @Test func `a council without channels is told what is missing`() throws {
    #expect(try status([]).mainText.contains("No channels are set up yet."))
    #expect(try status([], in: .welsh).mainText.contains("Nid oes unrhyw sianeli wedi’u gosod eto."))
  }

  @Test func `a page without doubts warns of nothing`() throws {
    #expect(warnings(try status([samples.open])) == [])
  }

  @Test("W-07: a page of a silent gate says so, and since when")
  func silentGate() throws {
    let told = warnings(try status([samples.open], freshness: Samples.stale))
    #expect(told.first?.hasPrefix("The publishing gate is not running") == true)
    #expect(told.first?.hasSuffix("It was last heard of: Mon 20 Apr 2026, 09:58:01 BST.") == true)
    #expect(told.last?.hasPrefix("This page is more than a minute old.") == true)
    let never = Freshness(gate: GateSign(running: false, lastHeartbeat: nil), isOlderThanAMinute: false)
    #expect(warnings(try status([samples.open], freshness: never)).count == 1)
  }

  @Test func `calendars that are not in force, cannot be read, and a clock in doubt are told of`() throws {
    #expect(warnings(try status([samples.open], calendar: .notAdopted))[0].hasPrefix("The calendar files have changed"))
    #expect(warnings(try status([samples.open], calendar: .unreadable))[0].hasPrefix("The calendar files have errors"))
    #expect(warnings(try status([samples.open], clockDoubt: true))[0].hasPrefix("The clock of the publishing system"))
  }

  @Test func `fifty channels are fifty blocks, counted above them`() throws {
    let tree = try status(Array(repeating: samples.open, count: 50))
    #expect(tree.root.all("h2").count == 50)
    #expect(tree.mainText.contains("Open: 50. Closed: 0. Not known: 0."))
  }

  // MARK: Why

  private func why(
    _ channel: ChannelAnswer, possible: Bool = false, asked: String? = nil, in language: Language = .english
  )
    throws -> PageTree
  {
    try PageTree(
      Page.why(samples.why(channel, possible: possible), asked: asked, freshness: Samples.fresh, in: language).html)
  }

  @Test func `the explanation has the law, the rule, the counted days, the line, and what would end it`() throws {
    let tree = try why(samples.closed, possible: true)
    let text = tree.mainText
    #expect(tree.first("h1")?.text == "Why News on the website is closed")
    #expect(text.contains("LawLocal Elections (Principal Areas) (England and Wales) Rules 2006"))
    #expect(text.contains("Rulelocal-25-working-days"))
    #expect(text.contains("4 working days, counted back from polling day."))
    #expect(text.contains("(bank holidays of: England and Wales):Wed 6 May 2026"))
    #expect(text.contains("elections/ours.ics, line 18, entry local.our-council.2026-05-07@elections.example.org"))
    #expect(text.contains("This is an estimate, on the cautious side"))
    #expect(
      text.contains("North ward by-election: It ends by itself: Thu 11 Jun 2026, 22:00 BST. It may become shorter"))
    #expect(
      tree.root.all("h3").map(\.text) == ["Until Thu 7 May 2026, 22:00 BST", "Then until Thu 11 Jun 2026, 22:00 BST"])
    #expect(text.contains("Would be closed fromThu 10 Sep 2026, 00:00 BST"))
  }

  @Test func `each cause is told of once, though it holds in several turns`() throws {
    let window = samples.window()
    let channel = samples.channel(
      "website", "W", .closed, causes: [.window(window), samples.condition("paused")],
      turns: [
        HoldTurn(until: window.starts, causes: [.window(window), samples.condition("paused")]),
        HoldTurn(until: window.ends, causes: [.window(window)]),
      ])
    #expect(try why(channel).root.all("dl").count == 1)
  }

  @Test func `an open channel has nothing that closes it`() throws {
    let tree = try why(samples.open)
    #expect(tree.mainText.contains("Nothing closes it"))
    #expect(!tree.root.all("h2").map(\.text).contains("What would end it"))
  }

  @Test func `a whole day is told of part by part, and a time by itself`() throws {
    let part = ChannelAnswer.Part(
      from: Moment("2026-05-07T00:00:00+01:00"), to: Moment("2026-05-07T22:00:00+01:00"), state: .closed)
    let day = samples.channel("website", "W", .closed, day: [part])
    let text = try why(day, asked: "2026-05-07").mainText
    #expect(text.contains("The day asked about: Mon 20 Apr 2026, the whole day."))
    #expect(text.contains("Closed: from 00:00 BST until 22:00 BST"))
    #expect(try why(samples.open, asked: "x").mainText.contains("The time asked about: Mon 20 Apr 2026, 10:05:22 BST."))
  }

  @Test(arguments: Samples.conditions) func `every condition has its words in both languages`(type: String) throws {
    let channel = samples.channel("website", "W", .closed, causes: [samples.condition(type)])
    let (english, welsh) = (try why(channel), try why(channel, in: .welsh))
    let other = "Publishing is held for another reason."
    #expect(english.mainText.contains(other) == (type == "something-new"))
    #expect(english.mainText.contains("It ends") && welsh.mainText.contains("Daw i ben"))
  }

  // MARK: Upcoming

  private func upcoming(_ channels: [String], calendar: CalendarAnswer.State = .current) throws -> PageTree {
    try PageTree(
      Page.upcoming(samples.upcoming(channels, calendar: calendar), freshness: Samples.fresh, in: .english).html)
  }

  @Test func `closures stand in the order in which they begin, and what has begun is there until it ends`() throws {
    let rows = try upcoming(["website", "boards"]).root.all("tbody")[0].all("tr").map(\.text)
    #expect(rows.count == 4)
    #expect(rows[0].hasPrefix("websitefrom Fri 27 Mar 2026, 00:00 GMT until Thu 11 Jun 2026, 22:00 BST (has begun)"))
    #expect(rows[1].hasPrefix("boards") && rows[1].contains("(has begun)"))
    #expect(rows[2].hasPrefix("websitefrom Thu 10 Sep 2026") && !rows[2].contains("(has begun)"))
  }

  @Test func `possible closures, pauses, stops and doubts have their own sections`() throws {
    let tree = try upcoming(["website", "boards", "alerts"])
    #expect(
      tree.root.all("h2").map(\.text) == [
        "Paused or stopped", "Not known", "Possible closures", "The same as a picture",
      ])
    #expect(tree.mainText.contains("website: paused since Mon 20 Apr 2026, 10:00 BST, no end is known."))
    #expect(tree.mainText.contains("alerts: stopped since Sun 19 Apr 2026, 09:00 BST, no end is known."))
  }

  @Test func `the picture says what it is, and draws what the tables say`() throws {
    let tree = try upcoming(["website", "boards", "alerts"])
    let picture = try #require(tree.root.all("svg").first { $0["role"] == "img" })
    #expect(picture.all("title").first?.text == "Timeline of the closures of each channel")
    #expect(
      picture.all("text").map(\.text) == ["May", "Jul", "Sep", "Nov", "2027", "Mar", "website", "boards", "alerts"])
    func bars(_ name: String) -> Int { picture.all("rect").filter { $0["class"] == name }.count }
    #expect([bars("track"), bars("closed"), bars("possible"), bars("paused"), bars("unknown")] == [3, 6, 2, 2, 1])
    for bar in picture.all("rect") where bar["class"] != nil {
      let (x, width) = (Int(bar["x"] ?? "") ?? -1, Int(bar["width"] ?? "") ?? -1)
      #expect(x >= 0 && width > 0 && x + width <= 320)
    }
  }

  @Test func `a name that is too long for the picture keeps both of its ends there, and stands whole in the table`()
    throws
  {
    let tree = try upcoming([Samples.longID])
    let picture = try #require(tree.root.all("svg").first { $0["role"] == "img" })
    #expect(picture.all("text").last?.text == "channel-llanfa…lanfair-north")
    #expect(tree.root.all("tbody")[0].all("th")[0].text == Samples.longID)
  }

  @Test func `a time without closures says so, and faulty calendars that it may lack some`() throws {
    #expect(try upcoming([]).mainText.contains("As far as is known, no election closes a channel in this time."))
    #expect(
      warnings(try upcoming([], calendar: .unreadable)).contains { $0.contains("more may be closed than is shown") })
  }

  // MARK: Errors

  @Test func `an error page says what to do, and a mistyped channel what was meant`() throws {
    let tree = try PageTree(Page.notFound(council: "A council", suggestion: "website", in: .english).html)
    #expect(tree.mainText.contains("Did you mean website?"))
    #expect(tree.first("main")?.all("a").first?["href"] == "/why/website?lang=en")
    let unavailable = try PageTree(Page.unavailable(council: nil, in: .english).html)
    #expect(unavailable.mainText.contains("treat every channel as closed"))
  }

  // MARK: Accessibility

  @Test func `the statement has the parts that the regulations ask for`() throws {
    let tree = try PageTree(Page.accessibility(samples.statement(.partial), in: .english).html)
    #expect(
      tree.root.all("h1", "h2", "h3").map(\.text) == [
        "Accessibility statement", "How accessible this website is", "Feedback and contact information",
        "Enforcement procedure", "Technical information about this website’s accessibility", "Compliance status",
        "Non-accessible content", "Non-compliance with the accessibility regulations", "Disproportionate burden",
        "Content that’s not within the scope of the accessibility regulations",
        "Preparation of this accessibility statement",
      ])
    #expect(tree.mainText.contains("This statement was prepared on Monday 30 November 2026."))
    #expect(tree.mainText.contains("partially compliant with the Web Content Accessibility Guidelines version 2.2 AA"))
    #expect(tree.root.all("a").contains { $0["href"] == "mailto:web@council.example.org" })
  }

  @Test(arguments: AccessibilityStatement.Nation.allCases)
  func `who enforces the regulations depends on the nation`(nation: AccessibilityStatement.Nation) throws {
    let text = try PageTree(Page.accessibility(samples.statement(.full, nation: nation), in: .english).html).mainText
    #expect(text.contains("Equality Commission for Northern Ireland (ECNI)") == (nation == .northernIreland))
    #expect(text.contains("Equality and Human Rights Commission (EHRC)") == (nation != .northernIreland))
    #expect(text.contains("fully compliant") && !text.contains("Non-accessible content"))
  }
}
