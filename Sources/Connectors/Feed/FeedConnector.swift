package import Elections
import Foundation
import NIOPosix
package import Publishing
import Synchronization
import Texts

/// Publishes posts in two files: Atom, and beside it the same as JSON Feed 1.1.
///
/// **At most once:** exact. An entry's id is made from the delivery's key before anything is written, the rename of
/// the finished Atom file is the one moment of publication, and `find` reads that file and nothing else. Committing
/// the same plan again gives the same bytes. The JSON Feed follows the Atom file, so it never shows what that does
/// not; where it could not be written it catches up with the next entry, and `verify` says so.
///
/// **Media:** files stand in the folder `media` beside the feed before the entry that names them does, and go after it
/// (`FeedMedia`).
///
/// Entries are what the store says was published, with what stands in the file besides: an entry whose receipt was
/// lost in a crash stays.
package final class FeedConnector: Connector {
  package let simultaneousSends = 1

  /// How many entries the files hold; older ones drop out.
  package static let longestFeed = 100

  let channel: String
  let settings: FeedSettings
  let address: FeedAddress
  let document: FeedDocument
  let media: FeedMedia
  let atomFile: FeedFile
  let jsonFile: FeedFile
  private let published: @Sendable (Int) async throws -> [PublishedPost]
  let now: @Sendable () -> Instant
  private let memory = Mutex(Memory())

  struct Memory {
    /// In the order of the files, newest first; nil until first needed.
    var entries: [FeedEntry]?
    /// The feed's own id.
    var id: String?
    /// The Atom file as this process left it: where it differs somebody else has written.
    var identity: FeedFile.Identity?
  }

  /// - Parameters:
  ///   - channel: The channel's id, for the feed's own id.
  ///   - path: The Atom file.
  ///   - title: What readers see as the feed's name and author.
  ///   - homePage: The page that the feed belongs to.
  ///   - settings: The feed's public address, and what its ids begin with.
  ///   - media: The bytes of posts' pictures and documents.
  ///   - published: The newest posts that went out on the channel, at most so many, newest first.
  ///   - now: The clock.
  package init(
    channel: String, path: String, title: String, homePage: String? = nil,
    settings: FeedSettings, media: MediaSource,
    published: @escaping @Sendable (Int) async throws -> [PublishedPost],
    now: @escaping @Sendable () -> Instant
  ) {
    let jsonPath = Self.jsonPath(besides: path)
    let slash = path.lastIndex(of: "/")
    atomFile = FeedFile(path: path)
    jsonFile = FeedFile(path: jsonPath)
    address = FeedAddress(settings, jsonName: jsonPath.split(separator: "/").last.map(String.init) ?? jsonPath)
    document = FeedDocument(title: title, homePage: homePage, address: address)
    self.media = FeedMedia(
      parent: slash.map { $0 == path.startIndex ? "" : String(path[..<$0]) } ?? ".", source: media)
    self.channel = channel
    self.settings = settings
    self.published = published
    self.now = now
  }

  /// The Atom file's path with the ending `.json`.
  package static func jsonPath(besides path: String) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot != start else { return path + ".json" }
    let stem = path[..<dot]
    return path[dot...] == ".json" ? "\(stem).feed.json" : "\(stem).json"
  }

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    let words: [(String, String?)] =
      [("text", content.text), ("title", content.title), ("link", content.link)]
      + content.media.flatMap { [("description of “\($0.fileName)”", $0.alt), ("name of a file", $0.fileName)] }
    for (name, text) in words {
      guard let scalar = text?.unicodeScalars.first(where: MarkupText.isForbidden) else { continue }
      let code = String(scalar.value, radix: 16, uppercase: true)
      problems.append(
        ContentProblem(
          "The \(name) holds the control character U+\(String(repeating: "0", count: 4 - code.count))\(code), which a "
            + "feed cannot carry; take it out."))
    }
    if content.text.allSatisfy(\.isWhitespace), content.title?.allSatisfy(\.isWhitespace) ?? true {
      problems.append(ContentProblem("The post has neither text nor title; a feed's entry needs one."))
    }
    for item in content.media where MediaKind(rawValue: item.mediaType.lowercased()) == nil {
      problems.append(
        ContentProblem(
          "“\(item.fileName)” is \(item.mediaType); a feed takes \(MediaKind.allCases.map(\.name).joined(separator: ", ")): "
            + "convert it."))
    }
    if let link = content.link, WebLink.encoded(link) == nil {
      problems.append(ContentProblem("The link “\(link)” is no web address; begin it with https://."))
    }
    return problems
  }

  /// The payload is the entry as both files will hold it.
  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: FeedEntry(post, at: address).payload)
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let (plan, instant) = (prepared.plan, now())
    guard permit.allows(plan, at: instant) else { return .notSent(Self.noPermit, after: nil) }
    guard let entry = FeedEntry(payload: plan.payload)?.leaving(at: instant, due: plan.post.due) else {
      return .rejected("The stored plan of \(plan.post.name) is no entry of a feed; add the post again.")
    }
    var loaded: [PublishedPost]?
    if memory.withLock({ $0.entries == nil || $0.identity != atomFile.identity }) {
      do {
        loaded = try await published(Self.longestFeed)
      } catch {
        return .notSent("The posts already published could not be read (\(error)); look at the store.", after: nil)
      }
    }
    do {
      // Disks wait; the threads that carry tasks must not.
      let staged = try await NIOThreadPool.singleton.runIfActive { [loaded] in
        self.memory.withLock { memory in Result { try self.stage(entry, of: plan, loaded, in: &memory) } }
      }
      let feed: StagedFeed
      switch staged {
      case .success(let done): feed = done
      case .failure(let problem as ContentProblem): return .rejected(problem.description)
      case .failure(let problem): return .notSent("\(problem)", after: nil)
      }
      guard await permit.mayLeave(plan, by: now) else {
        feed.discard()
        return .notSent(Self.noPermit, after: nil)
      }
      return try await NIOThreadPool.singleton.runIfActive {
        self.memory.withLock { self.publish(feed, of: plan, permit, in: &$0) }
      }
    } catch {
      return .notSent("The gate was stopped before the feed was written; it is tried again.", after: nil)
    }
  }

  package func find(_ prepared: Prepared) async -> FindOutcome {
    let plan = prepared.plan
    // The plan's own id: the feed's domain may have been changed since.
    guard let id = FeedEntry(payload: plan.payload)?.id else {
      return .cannotTell("The stored plan of \(plan.post.name) is no entry of a feed.")
    }
    do {
      guard let entries = try await entriesOnDisk() else { return .absentForCertain }
      return entries.contains { $0.id == id } ? .found(receipt(id, plan)) : .absentForCertain
    } catch {
      return .cannotTell("\(error)")
    }
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    guard let planned = FeedEntry(payload: plan.payload) else {
      return .cannotRead("The stored plan of \(plan.post.name) is no entry of a feed.")
    }
    do {
      guard let entry = try await entriesOnDisk()?.first(where: { $0.id == receipt.remoteID }) else {
        return .differs(["“\(atomFile.path)” does not hold the entry \(receipt.remoteID)."])
      }
      let expected = planned.dated(entry.updated)
      var differences: [String] = []
      if entry.atom != expected.atom {
        differences.append("“\(atomFile.path)” holds the entry with another content than was approved.")
      }
      if entry.json != expected.json {
        differences.append("“\(jsonFile.path)” lacks the entry or holds another content; the next post writes it anew.")
      }
      for name in entry.mediaNames where !media.holds(name) {
        differences.append("“\(media.file(name).path)” is missing, which the entry names.")
      }
      return differences.isEmpty ? .same : .differs(differences)
    } catch {
      return .cannotRead("\(error)")
    }
  }

  package func test() async -> ChannelTest {
    do {
      let count = try await entriesOnDisk()?.count
      let words =
        count.map { "holds \($0) entr\($0 == 1 ? "y" : "ies")" } ?? "is not there yet; the first post makes it"
      return ChannelTest(isUsable: true, findings: ["“\(atomFile.path)” \(words)."])
    } catch {
      return ChannelTest(isUsable: false, findings: ["\(error)"])
    }
  }

  // MARK: On the disk

  static let noPermit =
    "The permit is not for this post on this channel, or is over, so nothing was written; a new one is needed."

  func receipt(_ id: String, _ plan: SendPlan) -> Receipt {
    Receipt(remoteID: id, url: plan.post.content.link ?? address.atom ?? atomFile.path, at: now())
  }

  private func entriesOnDisk() async throws -> [FeedEntry]? {
    try await NIOThreadPool.singleton.runIfActive { try self.readEntries() }
  }

  /// Nil when the file is not there, or empty as `touch` leaves it.
  func readEntries() throws -> [FeedEntry]? {
    guard let atom = try atomFile.read(), !atom.isEmpty else { return nil }
    // A JSON Feed that cannot be read is written anew; only the Atom file decides what is published.
    let json = (try? jsonFile.read()) ?? []
    guard let entries = FeedDocument.entries(inAtom: atom, json: json) else { throw ForeignFile(path: atomFile.path) }
    return entries
  }
}

/// A file at the feed's place that this program did not write, or not wholly.
private struct ForeignFile: Error, CustomStringConvertible {
  let path: String
  var description: String {
    "“\(path)” is no feed that Portcullis wrote, or is cut short; move it away, or correct the channel's path."
  }
}
