import Contract
import StatusPages
import Testing

/// Times are those of the authority, whoever looks and wherever the program runs.
@Suite struct TimeTests {
  private func asOf(_ text: String, in language: Language = .english) throws -> PageTree.Element {
    var samples = Samples()
    samples.clock = text
    let tree = try PageTree(Page.status(samples.status([]), freshness: Samples.fresh, in: language).html)
    return try #require(tree.first("main")?.all("time").first)
  }

  @Test(
    "W-10: a time is shown in the offset that the answer has, with its zone",
    arguments: [
      ("2027-03-31T00:00:00+01:00", "Wed 31 Mar 2027, 00:00:00 BST", "Mer 31 Maw 2027, 00:00:00 BST"),
      ("2026-12-31T23:59:59+00:00", "Thu 31 Dec 2026, 23:59:59 GMT", "Iau 31 Rhag 2026, 23:59:59 GMT"),
      ("2026-12-31T23:59:59.999Z", "Thu 31 Dec 2026, 23:59:59 GMT", "Iau 31 Rhag 2026, 23:59:59 GMT"),
      ("2028-02-29T08:05:00-03:30", "Tue 29 Feb 2028, 08:05:00 -03:30", "Maw 29 Chwef 2028, 08:05:00 -03:30"),
      ("1999-08-01T12:00:00+02:00", "Sun 1 Aug 1999, 12:00:00 +02:00", "Sul 1 Awst 1999, 12:00:00 +02:00"),
    ])
  func offsets(text: String, english: String, welsh: String) throws {
    #expect(try asOf(text).text == english)
    #expect(try asOf(text, in: .welsh).text == welsh)
  }

  @Test("W-10: the same instant under another offset is another day, and the machine's own form says which")
  func machineForm() throws {
    #expect(try asOf("2027-03-30T23:00:00+00:00").text.hasPrefix("Tue 30 Mar 2027"))
    #expect(try asOf("2027-03-31T00:00:00+01:00")["datetime"] == "2027-03-31T00:00:00+01:00")
    #expect(try asOf("2026-12-31T23:59:59.999Z")["datetime"] == "2026-12-31T23:59:59+00:00")
    #expect(try asOf("2028-02-29T08:05:00-03:30")["datetime"] == "2028-02-29T08:05:00-03:30")
  }

  @Test func `every instant stands in an element that a machine can read`() throws {
    for (name, page) in Samples().pages {
      let times = try PageTree(page.html).root.all("time")
      #expect(times.allSatisfy { [10, 25].contains($0["datetime"]?.count) }, "\(name)")
    }
  }

  @Test func `the answer's own age is told apart from the time asked about`() throws {
    let samples = Samples()
    let freshness = Freshness(
      answered: Moment("2026-04-21T09:00:01+01:00"), gate: nil, isOlderThanAMinute: false)
    let tree = try PageTree(
      Page.why(samples.why(samples.open), asked: "2026-04-20T10:05:22+01:00", freshness: freshness, in: .english).html)
    #expect(tree.mainText.contains("As of Tue 21 Apr 2026, 09:00:01 BST, revision 12."))
    #expect(tree.mainText.contains("The time asked about: Mon 20 Apr 2026, 10:05:22 BST."))
    #expect(tree.first("main")?["data-at"] == "2026-04-21T09:00:01+01:00")
  }
}
