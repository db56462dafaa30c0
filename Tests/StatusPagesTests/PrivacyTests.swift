import Contract
import StatusPages
import Testing

/// What the public does not see.
@Suite struct PrivacyTests {
  @Test("W-03: nothing of posts, overrides, receivers and reasons, and no number of held posts")
  func nothingOfPosts() {
    for (name, page) in Samples().pages {
      for secret in ["secret", "4711", "815", "25/website", "the river", "major incident"] {
        #expect(!page.html.contains(secret), "\(name) tells “\(secret)”")
      }
    }
  }

  @Test("W-03: sentences that name people and commands are told in other words")
  func conditionsInOtherWords() {
    let samples = Samples(typed: { $0 == "elections/faulty.ics:7: error: The event is not read." ? "by clerk" : $0 })
    for type in Samples.conditions where type != "calendar-unreadable" {
      let channel = samples.channel("website", "W", .closed, causes: [samples.condition(type)])
      let page = Page.why(samples.why(channel), asked: nil, freshness: Samples.fresh, in: .english)
      #expect(!page.html.contains("by clerk"), "\(type)")
    }
  }

  @Test func `no page tells where the council keeps its files`() throws {
    let paths = [
      "/srv/my/elections/ours.ics": "ours.ics", "~/x/ours.ics": "ours.ics", "elections/ours.ics": "elections/ours.ics",
      "file:///srv/x/ours.ics": "ours.ics",
    ]
    for (path, shown) in paths {
      let samples = Samples(typed: { $0 == "elections/ours.ics" ? path : $0 })
      let page = Page.why(samples.why(samples.closed), asked: nil, freshness: Samples.fresh, in: .english)
      #expect(try PageTree(page.html).mainText.contains("Source\(shown), line 18"))
      #expect(!page.html.contains("/srv/"))
    }
    let samples = Samples(typed: {
      $0.hasPrefix("elections/faulty") ? "“/etc/council/portcullis.yaml”:5: (/srv/a b" : $0
    })
    let page = Page.why(samples.why(samples.unknown), asked: nil, freshness: Samples.fresh, in: .english)
    #expect(try PageTree(page.html).mainText.contains("In detail: “portcullis.yaml”:5: (a b"))
  }
}
