package import Elections
import GRDB
import Glibc
package import Publishing
package import PublishingGate

/// Which state of a store is the newest, kept outside of it.
extension SQLiteStore {
  /// Which store it is, and where its anchor is kept.
  private struct Identity {
    let store: String
    let isAnchored: Bool
    let folder: String?
  }

  /// Compares the store with its anchor before anything is written, sends what may have left already to a person where
  /// the store went back, and from then on has each commit move the anchor on.
  ///
  /// `place`: the folder that is asked for; the anchor moves there. Without it, the folder of before, which the store
  /// remembers so that everybody who writes to it finds the same; at first one beside the store's own folder.
  package func compareWithAnchor(
    in place: String?, host: String, now: Instant, as operation: OperationID
  ) async throws(StoreError) -> Anchoring {
    let identity = try identity()
    let (comparison, file) = try await compare(identity, place)
    var moved: [Delivery] = []
    if case .wentBack(let finding) = comparison {
      let living = try livingServices(host: host, now: now)
      moved = try await setBack(finding, at: now, sparing: living, as: operation)
    }
    var kept = file
    if case .sound = comparison { try file.openExisting() } else { kept = try await make(identity, place, file) }
    if let place, case .sound = comparison, place != identity.folder {
      kept = try await make(Identity(store: identity.store, isAnchored: true, folder: nil), place, file)
    }
    if !identity.isAnchored || identity.folder != kept.folder { try await remember(kept.folder) }
    // What was committed since the look, by whoever has no anchor in hand.
    let (head, at) = try head()
    kept.advance(to: head, at: at) { entry in try? read { try Transaction.hash(of: entry, $0) } }
    try kept.check()
    anchor.keep(kept)
    return Anchoring(comparison: comparison, path: kept.path, moved: moved)
  }

  /// How the store stands to its anchor, looked at without changing anything.
  package func anchorComparison(in place: String?) async throws(StoreError) -> (
    comparison: AnchorComparison, path: String
  ) {
    let (comparison, file) = try await compare(try identity(), place)
    return (comparison, file.path)
  }

  /// The anchor is read first: what is committed meanwhile only puts the store further ahead.
  private func compare(_ identity: Identity, _ place: String?) async throws(StoreError) -> (
    AnchorComparison, AnchorFile
  ) {
    let file = anchorFile(identity, in: identity.folder ?? place ?? besideFolder)
    let found = try file.read()
    let comparison = try read { db in
      try AnchorComparison(Self.logHead(db).head, found: found, isExpected: identity.isAnchored) {
        try Transaction.hash(of: $0, db)
      }
    }
    return (comparison, file)
  }

  /// Makes an anchor where it is asked for, else where it was or belongs, and at first in the user's own state folder
  /// where there may be none beside the store's folder.
  private func make(_ identity: Identity, _ place: String?, _ file: AnchorFile) async throws(StoreError) -> AnchorFile {
    let (head, at) = try head()
    let anchor = StoreAnchor(store: identity.store, head: head, at: at)
    let wanted = place.map { anchorFile(identity, in: $0) } ?? file
    do throws(StoreError) {
      try wanted.make(anchor)
      return wanted
    } catch {
      guard place == nil, identity.folder == nil, let folder = Self.userFolder else { throw error }
      let own = anchorFile(identity, in: folder)
      try own.make(anchor)
      return own
    }
  }

  private func anchorFile(_ identity: Identity, in folder: String) -> AnchorFile {
    AnchorFile(folder: folder, store: identity.store, storeFolder: storeFolder)
  }

  private var storeFolder: String { StoreFile.folder(of: StoreFile.resolved(path)) }

  /// Beside the store's folder and named after it, so that a restore of that folder leaves it alone:
  /// `/var/lib/portcullis-anchors` for `/var/lib/portcullis/portcullis.sqlite`.
  private var besideFolder: String { storeFolder + "-anchors" }

  private static var userFolder: String? {
    func value(_ name: String) -> String? {
      unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    return (value("XDG_STATE_HOME") ?? value("HOME").map { $0 + "/.local/state" }).map { $0 + "/portcullis-anchors" }
  }

  package func name() throws(StoreError) -> String { try identity().store }

  private func identity() throws(StoreError) -> Identity {
    let found = try read { db in
      try DirectStatement(db, "SELECT store, anchored, anchor FROM identity").first { row in
        Identity(store: row.text(0), isAnchored: row.flag(1), folder: row.textOrNil(2))
      }
    }
    guard let found, found.store.utf8.count == 32 else {
      throw .damaged("The store \(path) has lost its name; restore a backup.")
    }
    return found
  }

  private func remember(_ folder: String) async throws(StoreError) {
    try await write { transaction in
      try transaction.db.execute(sql: "UPDATE identity SET anchored = 1, anchor = ?", arguments: [folder])
    }
  }

  private func head() throws(StoreError) -> (head: LogHead, at: Instant) { try read(Self.logHead) }

  private static func logHead(_ db: Database) throws -> (head: LogHead, at: Instant) {
    try DirectStatement(
      db, "SELECT l.entry, l.hash, coalesce(a.at, 0) FROM latest AS l LEFT JOIN audit AS a ON a.id = l.entry"
    ).first { row in (head: LogHead(entry: row.integer(0), hash: try row.hash(1)), at: row.instant(2)) }
      ?? (head: LogHead(entry: 0, hash: AuditChain.start), at: Instant(millisecondsSince1970: 0))
  }

  // MARK: Setting back

  package func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>, as operation: OperationID
  ) async throws(StoreError) -> [Delivery] {
    try await write(as: operation, .setBack(finding, at: now)) { transaction in
      let statement = try DirectStatement(
        transaction.db,
        """
        SELECT \(DeliveryRow.columns) FROM \(DeliveryRow.source)
        WHERE d.state IN ('queued', 'sending', 'uncertain', 'review')
        """)
      return try transaction.run(
        .settingBack(
          finding, try statement.all { try DeliveryRow.delivery($0) }, at: now, sparing: living,
          epoch: try transaction.epoch()))
    }
  }
}
