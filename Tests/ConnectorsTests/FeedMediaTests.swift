import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

/// Pictures beside the feed, and how the feed is known outside.
@Suite struct FeedMediaTests {
  typealias Bench = FeedTests.Bench

  private static func post(_ number: Int, picture: UInt8?) -> ReleasedPost {
    Sample.post(
      "Post \(number)", media: picture.map { [Bench.picture(alt: "Bins", number: $0)] } ?? [], number: Int64(number),
      key: UInt64(number))
  }

  /// No entry of the Atom file names a file that is not there.
  private func everyNameLeadsSomewhere(_ bench: Bench) throws -> Bool {
    let entries = try #require(FeedDocument.entries(inAtom: Array(bench.atom().utf8)))
    return entries.flatMap(\.mediaNames).allSatisfy {
      FileManager.default.fileExists(atPath: bench.folder.path("public/media/\($0)"))
    }
  }

  @Test func `a file goes when the last entry that names it has left the feed, and not before`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    for number in 1...2 { _ = try await FeedTests.commit(connector, Self.post(number, picture: UInt8(number))) }
    // The second post's picture is used once more by a later one, and another feed of the folder names the first's.
    for number in 3...101 {
      _ = try await FeedTests.commit(connector, Self.post(number, picture: number == 50 ? 2 : nil))
      #expect(try everyNameLeadsSomewhere(bench))
    }
    let (first, second) = (Bench.picture(alt: "", number: 1).publicName, Bench.picture(alt: "", number: 2).publicName)
    #expect(try bench.mediaNames() == [second], "the first entry has left")
    _ = try await FeedTests.commit(connector, Self.post(102, picture: 1))
    #expect(
      try bench.mediaNames() == [first, second].sorted(), "the second entry has left, a later one names its file")
    try bench.folder.write("<feed>media/\(second)</feed>", to: "public/other.atom")
    for number in 103...151 { _ = try await FeedTests.commit(connector, Self.post(number, picture: nil)) }
    #expect(try bench.mediaNames() == [first, second].sorted(), "another feed names it")
    try FileManager.default.removeItem(atPath: bench.folder.path("public/other.atom"))
    _ = try await FeedTests.commit(connector, Self.post(152, picture: nil))
    #expect(try bench.mediaNames() == [first])
  }

  @Test func `G-20: what may not leave leaves no picture either`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    let plan = try connector.plan(Self.post(1, picture: 1))
    let permit = Sample.permit(for: plan, look: { .notOurs })
    #expect(await connector.commit(Prepared(plan: plan), under: permit).name == "notSent")
    #expect(try bench.mediaNames().isEmpty)
    // The permit ends while the picture is put into its place: between the fourth look at the clock and the fifth.
    let slow = bench.connector(clock: TestClock(step: .milliseconds(280)))
    #expect(try await FeedTests.commit(slow, Self.post(2, picture: 2)).name == "notSent")
    #expect(try bench.mediaNames().isEmpty && !FileManager.default.fileExists(atPath: bench.atomPath))
  }

  @Test func `what is no picture by its content is refused, and nothing is written`() async throws {
    let bench = try Bench()
    let bytes = Array("No picture".utf8)
    let fake = MediaItem(
      hash: ContentHash(of: bytes), fileName: "fake.jpg", mediaType: "image/jpeg", alt: "A lorry",
      byteCount: bytes.count)
    let outcome = try await FeedTests.commit(bench.connector(), Sample.post(media: [fake]))
    #expect(outcome.name == "rejected" && outcome.reason.contains("“fake.jpg” is called image/jpeg"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: bench.atomPath))
    let text = MediaItem(
      hash: ContentHash(of: bytes), fileName: "a.txt", mediaType: "text/plain", alt: "A", byteCount: 1)
    #expect(bench.connector().check(PostContent(text: "a", media: [text])).count == 1)
  }

  @Test func `a crash between any two steps leaves every name leading somewhere, and the same post goes in once`()
    async throws
  {
    let bench = try Bench()
    let post = Self.post(1, picture: 1)
    // The file came, the entry did not.
    let place = FeedMedia(parent: bench.folder.path("public"), source: Bench.media)
    try place.place([try #require(try place.stage(post.content.media[0], tag: "x"))])
    // Half a file, too; what is young may be another feed's, on its way in.
    for name in [".half.new", ".young.new"] { try bench.folder.write("half", to: "public/media/\(name)") }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)],
      ofItemAtPath: bench.folder.path("public/media/.half.new"))
    #expect(try await FeedTests.commit(bench.connector(), post).receipt != nil)
    #expect(try bench.mediaNames() == [".young.new", post.content.media[0].publicName])
    #expect(try bench.ids().count == 1 && everyNameLeadsSomewhere(bench))
    // The file was lost: the read-back says so.
    try FileManager.default.removeItem(atPath: bench.folder.path("public/media/\(post.content.media[0].publicName)"))
    let connector = bench.connector()
    let plan = try connector.plan(post)
    guard case .found(let receipt) = await connector.find(Prepared(plan: plan)),
      case .differs(let differences) = await connector.verify(receipt, against: plan)
    else { return #expect(Bool(false)) }
    #expect(differences.count == 1 && differences[0].contains("is missing"))
  }

  @Test func `feeds that share a folder publish at once, and none takes another's pictures away`() async throws {
    let bench = try Bench()
    let feeds = (0..<4).map { bench.connector(path: bench.folder.path("public/\($0).atom")) }
    let outcomes = await withTaskGroup(of: [CommitOutcome?].self) { group in
      for (place, feed) in feeds.enumerated() {
        group.addTask {
          var outcomes: [CommitOutcome?] = []
          for number in 1...20 {
            outcomes.append(
              try? await FeedTests.commit(feed, Self.post(place * 100 + number, picture: UInt8(place * 20 + number))))
          }
          return outcomes
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.count == 80 && outcomes.allSatisfy { $0?.receipt != nil })
    #expect(try bench.mediaNames().count == 80)
  }

  @Test func `a post that was held says when it came out, in both files, and reads back as the same`() async throws {
    let bench = try Bench()
    let late = Sample.due.adding(seconds: 40 * 86_400)
    let connector = bench.connector(clock: TestClock(late))
    let post = Self.post(1, picture: nil)
    let plan = try connector.plan(post)
    let permit = Sample.permit(for: plan, from: late)
    let receipt = try #require(await connector.commit(Prepared(plan: plan), under: permit).receipt)
    let day = "2027-01-01T17:00"
    #expect(try bench.atom().contains("<published>\(day)") && bench.atom().contains("    <updated>\(day)"))
    let item = try #require(JSON(parsing: bench.json())?["items"]?.array?.first)
    #expect(item["date_published"]?.string?.hasPrefix(day) == true)
    #expect(item["date_modified"]?.string == item["date_published"]?.string)
    #expect(await connector.verify(receipt, against: plan) == .same)
    guard case .found = await connector.find(Prepared(plan: plan)) else { return #expect(Bool(false)) }
    // A file that was lost is written anew with the same time.
    let before = try bench.atom()
    try FileManager.default.removeItem(atPath: bench.atomPath)
    let again = bench.connector(published: [PublishedPost(post: post, publishedAt: receipt.at)])
    _ = try await FeedTests.commit(again, Self.post(2, picture: nil))
    let times = before.split(separator: "\n").filter { $0.contains("<published>") }
    #expect(try times.allSatisfy { try bench.atom().contains($0) })
  }

  @Test func `with a public address everything is written in full, and the files name themselves`() async throws {
    let bench = try Bench()
    let post = Self.post(1, picture: 1)
    let name = post.content.media[0].publicName
    let connector = bench.connector(domain: nil, url: "https://www.example.gov.uk/news/feed.atom?x=1")
    #expect(try await FeedTests.commit(connector, post).receipt?.url == "https://www.example.gov.uk/news/feed.atom?x=1")
    let atom = try bench.atom()
    #expect(atom.contains("<id>tag:www.example.gov.uk,2026:feed/website</id>"))
    #expect(
      atom.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://www.example.gov.uk/news/feed.atom?x=1\"/>"))
    #expect(atom.contains("<link rel=\"enclosure\" href=\"https://www.example.gov.uk/news/media/\(name)\""))
    let json = try #require(JSON(parsing: bench.json()))
    #expect(json["feed_url"]?.string == "https://www.example.gov.uk/news/feed.json")
    #expect(
      json["items"]?.array?.first?["attachments"]?.array?.first?["url"]?.string
        == "https://www.example.gov.uk/news/media/\(name)")
    #expect(try everyNameLeadsSomewhere(bench))
  }

  @Test func `entries that are out and a feed that is there keep their ids when the domain changes`() async throws {
    let bench = try Bench()
    let old = Self.post(1, picture: nil)
    _ = try await FeedTests.commit(bench.connector(domain: nil), old)
    let before = try bench.atom()
    let id = try #require(FeedDocument.id(inAtom: Array(before.utf8)))
    #expect(id == "tag:portcullis.localhost,2026:feed/website/\(old.key.text)", "of no other council's feed")
    let entry = try #require(bench.ids().first)
    let published = [PublishedPost(post: old, publishedAt: Sample.due)]
    let new = bench.connector(published: published, domain: "example.gov.uk")
    _ = try await FeedTests.commit(new, Self.post(2, picture: nil))
    #expect(try bench.ids().last == entry && bench.ids().first?.hasPrefix("tag:example.gov.uk,2026:2/") == true)
    #expect(try bench.ids().count == 2 && FeedDocument.id(inAtom: Array(bench.atom().utf8)) == id)
    let told = bench.connector(published: published, domain: "example.gov.uk", id: "tag:example.gov.uk,2026:news")
    _ = try await FeedTests.commit(told, Self.post(3, picture: nil))
    #expect(try FeedDocument.id(inAtom: Array(bench.atom().utf8)) == "tag:example.gov.uk,2026:news")
  }

  @Test func `a link that was stored before links were looked at is written as an address, or as text`() async throws {
    let bench = try Bench()
    _ = try await FeedTests.commit(bench.connector(), Sample.post(link: "https://example.org/a b<c>\"\u{301}"))
    let atom = try bench.atom()
    #expect(atom.contains("href=\"https://example.org/a%20b%3Cc%3E%22\u{301}\""), "\(atom)")
    #expect(try JSON(parsing: bench.json())?["items"]?.array?.first?["url"]?.string?.contains(" ") == false)
  }
}
