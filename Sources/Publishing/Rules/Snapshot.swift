package import Elections
package import Texts

/// Calendars and settings as they stood together at one moment, by content.
package struct Snapshot: Hashable, Sendable {
  /// What a file is to the rules.
  package enum Role: String, Sendable { case settings, elections, bankHolidays = "bank-holidays", terms, closures }

  package struct File: Hashable, Sendable {
    package let role: Role
    /// As problems and causes name it.
    package let path: String
    package let hash: ContentHash

    package init(role: Role, path: String, hash: ContentHash) {
      self.role = role
      self.path = path
      self.hash = hash
    }
  }

  /// Where relative paths in the settings start.
  package let folder: String
  /// Where the calendars lay; told to people, and no part of what the snapshot is.
  package let calendars: String
  /// In the order of role and path.
  package let files: [File]

  package init(folder: String, calendars: String = "", files: [File]) {
    self.folder = folder
    self.calendars = calendars
    self.files = files.sorted { ($0.role.rawValue, $0.path) < ($1.role.rawValue, $1.path) }
  }

  /// The same for the same files at the same place.
  package var hash: ContentHash {
    var text = folder
    for file in files { text += "\n\(file.role.rawValue) \(file.hash) \(file.path)" }
    return ContentHash(of: text.utf8)
  }

  package static func == (left: Self, right: Self) -> Bool { left.folder == right.folder && left.files == right.files }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(folder)
    hasher.combine(files)
  }
}

/// A snapshot with the bytes of its files.
package struct SnapshotContents: Sendable {
  package let snapshot: Snapshot
  package let bytes: [ContentHash: [UInt8]]

  package init(snapshot: Snapshot, bytes: [ContentHash: [UInt8]]) {
    self.snapshot = snapshot
    self.bytes = bytes
  }
}

/// One adopted set of everything that verdicts depend on.
///
/// `governing` says which channels there are and how they publish. Each of `alsoCloses` only closes: it is
/// what the files on disk said when the gate took over their new blackouts by itself while the rest of the
/// change waits for a person.
package struct Revision: Hashable, Sendable {
  package let number: RevisionNumber
  package let governing: Snapshot
  package let alsoCloses: [Snapshot]
  package let adoptedAt: Instant
  package let actor: String
  package let reason: String?
  /// Taken over by the gate, because it only closes.
  package let isAutomatic: Bool

  package init(number: RevisionNumber, draft: RevisionDraft) {
    self.number = number
    governing = draft.governing
    alsoCloses = draft.alsoCloses
    adoptedAt = draft.at
    actor = draft.actor
    reason = draft.reason
    isAutomatic = draft.isAutomatic
  }

  package var snapshots: [Snapshot] { [governing] + alsoCloses }

  package var hash: ContentHash { Self.hash(of: snapshots) }

  static func hash(of snapshots: [Snapshot]) -> ContentHash {
    snapshots.count == 1
      ? snapshots[0].hash : ContentHash(of: snapshots.map(\.hash.hex).joined(separator: "+").utf8)
  }
}

/// A revision that is to be adopted.
package struct RevisionDraft: Sendable {
  /// The revision on which it was judged; adopting fails when another came between.
  package let basis: RevisionNumber?
  package let governing: Snapshot
  package let alsoCloses: [Snapshot]
  package let bytes: [ContentHash: [UInt8]]
  package let at: Instant
  package let actor: String
  package let reason: String?
  package let isAutomatic: Bool
  /// What the audit log keeps beside it.
  package let note: JSON
  /// The rules in force by which the adopter is judged, and what they do; nil where the gate tightens by itself.
  package let inForce: RulesInForce?
  package let deed: Deed
  /// What it frees that its adopter did not see; nil where it frees nothing.
  package let unseen: Unseen?

  package init(
    basis: RevisionNumber?, governing: Snapshot, alsoCloses: [Snapshot] = [], bytes: [ContentHash: [UInt8]],
    at: Instant, actor: String, reason: String? = nil, isAutomatic: Bool = false, note: JSON = .null,
    inForce: RulesInForce? = nil, deed: Deed = .adopt, unseen: Unseen? = nil
  ) {
    self.basis = basis
    self.governing = governing
    self.alsoCloses = alsoCloses
    self.bytes = bytes
    self.at = at
    self.actor = actor
    self.reason = reason
    self.isAutomatic = isAutomatic
    self.note = note
    self.inForce = inForce
    self.deed = deed
    self.unseen = unseen
  }

  package var hash: ContentHash { Revision.hash(of: [governing] + alsoCloses) }

  /// The entry of the audit log.
  package func audit(
    as number: RevisionNumber, inFlight: [DeliveryName], setAside: [DeliveryName]
  ) -> AuditDraft {
    let fact = AuditFact.Adopted(
      hash, isAutomatic: isAutomatic, reason: reason, inFlight: inFlight, setAside: setAside,
      change: note.isNull ? nil : note.compactText)
    return AuditDraft(at: at, actor: actor, .adopted(fact), revision: number)
  }
}

/// Which settings governed until when: the last revision that had them.
package struct SettingsInForce: Hashable, Sendable {
  package let last: RevisionNumber
  /// Nil: the built-in ones.
  package let hash: ContentHash?

  package init(last: RevisionNumber, hash: ContentHash?) {
    self.last = last
    self.hash = hash
  }
}

/// What adopting a revision did.
package struct Adoption: Hashable, Codable, Sendable {
  package let revision: RevisionNumber
  /// What was being sent when it was committed: the only sends that can still happen under an older one (G-21).
  package let inFlight: [DeliveryName]
  /// What it would have freed, and nobody had seen: these wait for a person.
  package let setAside: [DeliveryName]

  package init(revision: RevisionNumber, inFlight: [DeliveryName], setAside: [DeliveryName] = []) {
    self.revision = revision
    self.inFlight = inFlight
    self.setAside = setAside
  }
}
