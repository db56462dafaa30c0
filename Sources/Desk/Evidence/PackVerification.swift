import ElectionCalendar
import Elections
import Foundation
import Publishing
package import PublishingGate
package import Texts

/// Checks a pack: its files against its manifest, and its entries against one another and against the store's log.
package struct PackVerification {
  /// With the log that the pack was made from; nil where none is at hand, as at whoever was given the pack.
  package let store: (any CouncilStore)?
  package private(set) var problems: [String] = []
  package private(set) var entries = 0
  package private(set) var files = 0
  /// By which it is signed; nil where it is not.
  package private(set) var key: VerifyingKey?
  /// Those that may have signed it; where there are none, whoever asks has to compare it.
  private let trusted: Set<VerifyingKey>

  /// A pack with more problems than these has said enough.
  private static let most = 20
  private static let longestManifest = 16 << 20

  private let progress: @Sendable (_ label: String, _ total: Int) -> any ProgressShowing

  package init(
    store: (any CouncilStore)?, trusting keys: Set<VerifyingKey> = [],
    progress: @escaping @Sendable (_ label: String, _ total: Int) -> any ProgressShowing
  ) {
    self.store = store
    trusted = keys
    self.progress = progress
  }

  package mutating func check(_ path: String) async throws {
    let zip: ZipReader
    let manifest: PackManifest
    let manifestHash: ContentHash
    do {
      zip = try ZipReader(path)
      guard let entry = zip.entry(PackManifest.name) else {
        return report("\(PackManifest.name) is missing from the pack.")
      }
      let bytes = try zip.bytes(of: entry, atMost: Self.longestManifest)
      guard let read = String(validating: bytes, as: UTF8.self).flatMap(PackManifest.init) else {
        return report("\(PackManifest.name) is no manifest of a pack, or was changed.")
      }
      manifest = read
      manifestHash = ContentHash(of: bytes)
    } catch let problem as ZipProblem {
      return report("The pack is not as it was made. \(problem)")
    }
    try checkFiles(zip, manifest)
    try checkSeal(zip, manifest, manifestHash)
    try await checkHead(manifest)
    guard let audit = zip.entry("audit.json") else { return }
    do {
      try await checkEntries(PackLines(zip, audit), manifest)
    } catch let problem as ZipProblem {
      report(problem.description)
    }
  }

  private mutating func report(_ problem: String) {
    if problems.count < Self.most { problems.append(problem) }
  }

  /// A file of the seal is small.
  private mutating func checkSeal(_ zip: ZipReader, _ manifest: PackManifest, _ manifestHash: ContentHash) throws {
    do {
      let seal = try PackSeal.check(manifest, manifestHash) { name in
        try zip.entry(name).map { try zip.bytes(of: $0, atMost: Self.longestManifest) }
      }
      for fault in seal.faults { report(fault) }
      key = seal.signed?.key
      if let key, !trusted.isEmpty, !trusted.contains(key) {
        report("The pack is signed by another key than the council's: \(Hexadecimal.text(key.bytes)).")
      }
      if let store, let signed = seal.signed, try signed.checkpoint.origin != store.name() {
        report("The pack is of another store than this one.")
      }
    } catch let problem as ZipProblem {
      report(problem.description)
    }
  }

  // MARK: Files

  private mutating func checkFiles(_ zip: ZipReader, _ manifest: PackManifest) throws {
    let known = Set(manifest.files.map(\.path))
    let besides = [PackManifest.name, PackSeal.sums, PackSeal.sumsSignature]
    for entry in zip.entries where !besides.contains(entry.name) && !known.contains(entry.name) {
      report("\(entry.name.printable) is in the pack and not in its manifest: it was put in.")
    }
    for name in ["index.html", "posts.csv", "posts.json", "audit.json", "revisions.json"] where !known.contains(name) {
      report("The manifest does not name \(name).")
    }
    for file in manifest.files {
      guard let entry = zip.entry(file.path) else {
        report("\(file.path.printable) is missing from the pack.")
        continue
      }
      files += 1
      var hasher = ContentHasher()
      do {
        try zip.read(entry) { hasher.update($0) }
      } catch let problem as ZipProblem {
        report(problem.description)
        continue
      }
      if entry.size != file.bytes || hasher.hash != file.hash {
        report("\(file.path.printable) was changed: it is not the file that the manifest names.")
      }
      if file.path.hasPrefix("calendars/"), file.path != "calendars/\(file.hash.hex)" {
        report("\(file.path.printable) is not what its name says.")
      }
    }
  }

  // MARK: The log

  private mutating func checkHead(_ manifest: PackManifest) async throws {
    guard let store, let head = manifest.head else { return }
    guard let entry = try await entry(head.id, store) else {
      return report("Entry \(head.id), the last when the pack was made, is missing from the store's log.")
    }
    if entry.hash != head.hash {
      report("Entry \(head.id), the last when the pack was made, has another hash in the store's log.")
    }
  }

  private func entry(_ id: Int64, _ store: any CouncilStore) async throws -> AuditEntry? {
    try await store.audit(AuditQuery(after: id - 1, limit: 1)).first { $0.id == id }
  }

  private mutating func checkEntries(_ source: PackLines, _ manifest: PackManifest) async throws {
    var lines = source
    var log = store.map { RangeEntries(store: $0, range: manifest.range, upTo: manifest.head?.id ?? 0) }
    let writer = EntryLine(contract: ContractJSON(zone: manifest.zone))
    let progress = self.progress("verifying", manifest.entries)
    defer { progress.clear() }
    var previous: PackEntry?
    var stored = try await log?.next()
    while let line = try lines.next(), problems.count < Self.most {
      let found = try PackEntry(line)
      entries += 1
      progress.show(entries)
      if let previous {
        guard found.id > previous.id else { throw ZipProblem("Entry \(found.id) of audit.json stands out of order.") }
        if found.id == previous.id + 1, found.previous != previous.hash {
          report("Entry \(found.id) of audit.json does not follow the entry before it.")
        }
      }
      previous = found
      guard let store else {
        checkAlone(found)
        continue
      }
      while let entry = stored, entry.id < found.id {
        report("Entry \(entry.id) of the store's log lies in the range and is missing from audit.json.")
        stored = try await log?.next()
      }
      guard let entry = stored, entry.id == found.id else {
        try await explain(found, store)
        continue
      }
      compare(found, line, entry, writer)
      stored = try await log?.next()
    }
    while let entry = stored, problems.count < Self.most {
      report("Entry \(entry.id) of the store's log lies in the range and is missing from audit.json.")
      stored = try await log?.next()
    }
    if problems.isEmpty, entries != manifest.entries { report("The manifest miscounts the entries of audit.json.") }
  }

  /// What can be told without a log: whether the entry has its hash, and its text the digest that the hash covers.
  private mutating func checkAlone(_ found: PackEntry) {
    guard let entry = found.entry else { return }
    switch AuditChain.fault(of: entry) {
    case .textChanged?:
      report(
        "The text of entry \(found.id) of audit.json was changed: it does not have the digest that the entry keeps.")
    case .some: report("Entry \(found.id) of audit.json was changed: its content does not have its hash.")
    case nil: break
    }
  }

  private mutating func compare(_ found: PackEntry, _ line: String, _ entry: AuditEntry, _ writer: EntryLine) {
    if AuditChain.fault(of: entry) != nil {
      reportChange(of: entry)
    } else if found.hash != entry.hash || found.previous != entry.previous {
      report("Entry \(entry.id) of audit.json has another hash than in the store's log.")
    } else if case .removed = entry.apart, let own = found.entry, AuditChain.fault(of: own) == nil {
      // Its text was there when the pack was made; it proves itself by the hash that the log has.
      return
    } else {
      let hidings: [EntryLine.Hiding] = found.isRedacted ? [.text, .facts, .factsAndActor] : [.nothing]
      guard !hidings.contains(where: { writer.text(entry, hiding: $0) == line }) else { return }
      report("Entry \(entry.id) of audit.json does not say what the store's log says.")
    }
  }

  /// Why an entry of the pack is none of the store's range.
  private mutating func explain(_ found: PackEntry, _ store: any CouncilStore) async throws {
    guard let entry = try await entry(found.id, store) else {
      return report("Entry \(found.id) of audit.json is missing from the store's log.")
    }
    if AuditChain.fault(of: entry) != nil {
      reportChange(of: entry)
    } else {
      report("Entry \(found.id) of audit.json does not lie in the pack's range.")
    }
  }

  private mutating func reportChange(of entry: AuditEntry) {
    report(
      "Entry \(entry.id) of the store's log was changed after it was written: its content does not have its hash.")
  }
}
