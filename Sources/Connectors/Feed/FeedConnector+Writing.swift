import Elections
import Publishing

/// How an entry comes into the files: everything is written beside its place first, then put there in an order in which no
/// reader, and no loss of power, ever finds an entry without its files.
extension FeedConnector {
  /// Both files with the entry in them, written beside the ones that readers see.
  struct StagedFeed: Sendable {
    let id: String
    let entries: [FeedEntry]
    /// The feed's own id.
    let feedID: String
    /// What the entry names and is not there yet.
    let media: [FeedMedia.Staged]
    let atom: FeedFile.Staged
    let json: FeedFile.Staged
    /// The Atom file as it was when these were made from it.
    let basis: FeedFile.Identity?

    func discard() {
      for item in media { item.file.discard() }
      atom.discard()
      json.discard()
    }
  }

  func stage(
    _ entry: FeedEntry, of plan: SendPlan, _ loaded: [PublishedPost]?, in memory: inout Memory
  ) throws -> StagedFeed {
    let basis = atomFile.identity
    let tag = plan.post.key.text
    var (entries, id) = (memory.entries ?? [], memory.id)
    if let loaded {
      let onDisk = try readEntries() ?? []
      let restored = loaded.map { self.entry(of: $0, amongst: onDisk, tag: tag) }
      entries = Self.merged(published: restored, onDisk: onDisk)
      id = try atomFile.read().flatMap(FeedDocument.id)
    }
    if let place = entries.firstIndex(where: { $0.id == entry.id }) {
      entries[place] = entry
    } else {
      entries.insert(entry, at: 0)
    }
    entries = Array(entries.prefix(Self.longestFeed))
    let feedID = settings.id ?? id ?? address.feedID(channel: channel, first: plan.post)
    var staged: [FeedMedia.Staged] = []
    do {
      let named = Set(entry.mediaNames)
      for item in plan.post.content.media where named.contains(item.publicName) {
        if staged.contains(where: { $0.name == item.publicName }) { continue }
        if let new = try media.stage(item, tag: tag) { staged.append(new) }
      }
      let atom = try atomFile.stage(document.atom(entries, id: feedID), tag: tag)
      do {
        let json = try jsonFile.stage(document.json(entries), tag: tag)
        return StagedFeed(
          id: entry.id, entries: entries, feedID: feedID, media: staged, atom: atom, json: json, basis: basis)
      } catch {
        atom.discard()
        throw error
      }
    } catch {
      for item in staged { item.file.discard() }
      throw error
    }
  }

  /// A published post as the feed has it: what is out stays as it is, above all its id. Where the file lost it, it is made
  /// anew, with its pictures if they can be had.
  private func entry(of published: PublishedPost, amongst onDisk: [FeedEntry], tag: String) -> FeedEntry {
    let post = published.post
    if let there = onDisk.first(where: { $0.key == post.key.text }) {
      if there.json != nil { return there }
      let item = FeedEntry(post, at: address, id: there.id, showsMedia: !there.mediaNames.isEmpty)
        .dated(there.updated).json
      return FeedEntry(id: there.id, updated: there.updated, atom: there.atom, json: item)
    }
    do {
      try media.place(post.content.media.compactMap { try media.stage($0, tag: tag) })
      return FeedEntry(post, at: address).leaving(at: published.publishedAt, due: post.due)
    } catch {
      return FeedEntry(post, at: address, showsMedia: false).leaving(at: published.publishedAt, due: post.due)
    }
  }

  func publish(
    _ feed: StagedFeed, of plan: SendPlan, _ permit: Permit, in memory: inout Memory
  ) -> CommitOutcome {
    media.whileNobodySweeps { publishAlone(feed, of: plan, permit, in: &memory) }
  }

  private func publishAlone(
    _ feed: StagedFeed, of plan: SendPlan, _ permit: Permit, in memory: inout Memory
  ) -> CommitOutcome {
    // The disk may have taken its time, and somebody else may have written.
    guard permit.allows(plan, at: now()), feed.basis == atomFile.identity else {
      feed.discard()
      return .notSent(Self.noPermit, after: nil)
    }
    let replacement: FeedFile.Replacement
    do {
      // The files first: they are safe on the disk before anything names them.
      try media.place(feed.media)
      let missing = feed.entries.first { $0.id == feed.id }?.mediaNames.first { !media.holds($0) }
      // This, too, may have taken its time.
      guard missing == nil, permit.allows(plan, at: now()) else {
        return withdraw(
          feed, missing.map { "“\(media.file($0).path)” is gone again; it is written anew." } ?? Self.noPermit)
      }
      replacement = try atomFile.replace(with: feed.atom)
    } catch {
      return withdraw(feed, "\(error)")
    }
    if case .perhaps(let problem) = replacement {
      memory.entries = nil
      feed.json.discard()
      return .uncertain("\(problem)")
    }
    memory.entries = feed.entries
    memory.id = feed.feedID
    memory.identity = atomFile.identity
    return settle(feed, plan)
  }

  /// Nothing became public, so no file of the entry's may stay.
  private func withdraw(_ feed: StagedFeed, _ reason: String) -> CommitOutcome {
    feed.discard()
    media.sweep { [] }
    return .notSent(reason, after: nil)
  }

  /// What is left to do when the entry is public.
  private func settle(_ feed: StagedFeed, _ plan: SendPlan) -> CommitOutcome {
    do {
      if case .perhaps(let problem) = try jsonFile.replace(with: feed.json) { throw problem }
      try atomFile.syncFolder()
      // Both files are as they stay; only now may go what they no longer name.
      media.sweep { Set(feed.entries.flatMap(\.mediaNames)) }
      return .published(receipt(feed.id, plan))
    } catch {
      return .uncertain("The entry stands in “\(atomFile.path)”, but not all of the feed could be finished: \(error)")
    }
  }

  /// What was published, with entries that only the file holds kept before the entry that they stood before.
  static func merged(published: [FeedEntry], onDisk: [FeedEntry]) -> [FeedEntry] {
    let known = Set(published.map(\.id))
    var before: [String: [FeedEntry]] = [:]
    var waiting: [FeedEntry] = []
    for entry in onDisk {
      if known.contains(entry.id) {
        before[entry.id] = waiting
        waiting = []
      } else {
        waiting.append(entry)
      }
    }
    return published.flatMap { (before[$0.id] ?? []) + [$0] } + waiting
  }
}
