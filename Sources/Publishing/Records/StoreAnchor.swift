package import Elections
package import Texts

/// What stands outside a store of how far its audit log went: by it a store is known that was set back, by a backup or
/// a lost log, to a time before posts left of which it knows nothing now.
package struct StoreAnchor: Hashable, Sendable {
  /// The store's own name, which goes with every copy of it.
  package let store: String
  package let head: LogHead
  /// The latest instant at which any entry was made.
  package let at: Instant

  package init(store: String, head: LogHead, at: Instant) {
    self.store = store
    self.head = head
    self.at = at
  }
}

/// What was found where a store's anchor is kept.
package enum FoundAnchor: Hashable, Sendable {
  case none
  case anchor(StoreAnchor)
  /// Something that is no anchor of this store.
  case unreadable
}

/// How a store stands to its anchor.
///
/// An anchor that is older than its store is sound: it is written after the store, and a power cut may lose it. Only a
/// store behind its anchor, or one whose log tells another story, went back.
package enum AnchorComparison: Hashable, Sendable {
  case sound
  /// It has none, and never had one.
  case new
  case wentBack(WentBack)

  /// `isExpected`: the store knows that one was written. `hash`: of an entry of the store's log; nil when it is not there.
  package init(
    _ head: LogHead, found: FoundAnchor, isExpected: Bool, hash: (Int64) throws -> ContentHash?
  ) rethrows {
    switch found {
    case .none: self = isExpected ? .wentBack(WentBack(.missing, entry: head.entry, anchor: nil)) : .new
    case .unreadable: self = .wentBack(WentBack(.unreadable, entry: head.entry, anchor: nil))
    case .anchor(let anchor):
      if anchor.head.entry > head.entry {
        self = .wentBack(WentBack(.behind, entry: head.entry, anchor: anchor))
      } else if anchor.head.entry > 0, try hash(anchor.head.entry) != anchor.head.hash {
        self = .wentBack(WentBack(.different, entry: head.entry, anchor: anchor))
      } else {
        self = .sound
      }
    }
  }
}

/// A store that was set back to an earlier state, or may have been.
package struct WentBack: Hashable, Sendable {
  package typealias Way = SetBackWay

  package let way: Way
  /// The last entry of the store's log.
  package let entry: Int64
  /// Nil where there is none to be read.
  package let anchor: StoreAnchor?

  package init(_ way: Way, entry: Int64, anchor: StoreAnchor?) {
    self.way = way
    self.entry = entry
    self.anchor = anchor
  }

  /// What was due by then may have left in the time that the store knows nothing of.
  package func horizon(_ now: Instant) -> Instant { max(now, anchor?.at ?? now) }

  /// Whether a delivery may have left meanwhile: it is under way, in doubt, or was due; what waited for a person may have
  /// been let go.
  package func concerns(_ delivery: Delivery, at now: Instant) -> Bool {
    switch delivery.state {
    case .sending, .uncertain: true
    case .queued, .review: delivery.due <= horizon(now)
    case .published, .failed, .cancelled, .expired: false
    }
  }

  /// What happened, in a clause.
  package var clause: String {
    switch way {
    case .behind, .different:
      "was set back to an earlier state (entry \(entry) of \(anchor?.head.entry ?? entry))"
    case .missing: "may have been set back to an earlier state (entry \(entry); its anchor is missing)"
    case .unreadable: "may have been set back to an earlier state (entry \(entry); its anchor cannot be read)"
    case .restored: "was restored from a copy (entry \(entry))"
    }
  }

  /// Why a delivery waits for a person.
  package var reason: String {
    "The store \(clause); this post may have gone out already: look at the channel, then decide."
  }

  package func audit(at now: Instant, revision: RevisionNumber?) -> AuditDraft {
    AuditDraft(at: now, actor: "portcullis", .storeWentBack(AuditFact.SetBack(self)), revision: revision)
  }

  package func audit(_ delivery: Delivery, at now: Instant, revision: RevisionNumber?) -> AuditDraft {
    AuditDraft(
      at: now, actor: "portcullis", .review(.because(reason)), post: delivery.post, channel: delivery.channel,
      revision: revision)
  }
}
