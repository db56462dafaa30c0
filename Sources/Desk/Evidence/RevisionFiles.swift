import Foundation
package import Publishing
package import PublishingGate
package import Texts

/// The rules that a pack's entries name: what was adopted, and its files by their hash.
package struct RevisionFiles {
  package let store: any CouncilStore
  package let contract: ContractJSON
  package let redact: Redactor

  package struct Collected {
    package var list = JSON.array([])
    package var files: [(name: String, bytes: [UInt8])] = []
    /// Files that hold a redacted term, and are left out.
    package var withheld = 0
  }

  package func collect(_ numbers: Set<RevisionNumber>) async throws -> Collected {
    var collected = Collected()
    var list: [JSON] = []
    var isGiven: [ContentHash: Bool] = [:]
    for number in numbers.sorted() {
      guard let revision = try await store.revision(number) else { continue }
      for snapshot in revision.snapshots {
        let contents = try await store.contents(of: snapshot)
        for file in snapshot.files where isGiven[file.hash] == nil {
          guard let bytes = contents.bytes[file.hash], ContentHash(of: bytes) == file.hash else {
            throw Failure(
              .badInput,
              "\(file.path) of revision \(number) was changed in the store: its content does not have its hash.")
          }
          // The settings hold the list of what is redacted, and may name people.
          let isOpen = !redact.touches(String(decoding: bytes, as: UTF8.self))
          isGiven[file.hash] = isOpen
          if isOpen {
            collected.files.append(("calendars/\(file.hash.hex)", bytes))
          } else {
            collected.withheld += 1
          }
        }
      }
      list.append(json(revision, isGiven))
    }
    collected.files.sort { $0.name < $1.name }
    collected.list = .array(list)
    return collected
  }

  private func json(_ revision: Revision, _ isGiven: [ContentHash: Bool]) -> JSON {
    func files(_ snapshot: Snapshot) -> JSON {
      .array(
        snapshot.files.map { file in
          .object([
            ("role", .string(file.role.rawValue)), ("path", .string(redact(file.path))),
            ("sha256", .string(file.hash.hex)), ("withheld", .bool(isGiven[file.hash] == false)),
          ])
        })
    }
    return .object([
      ("revision", .number(Int(revision.number.rawValue))), ("hash", .string(revision.hash.hex)),
      ("adopted_at", contract.instant(revision.adoptedAt)), ("adopted_by", .string(redact(revision.actor))),
      ("reason", JSON(redact(revision.reason))), ("automatic", .bool(revision.isAutomatic)),
      ("files", files(revision.governing)), ("also_closes", .array(revision.alsoCloses.map(files))),
    ])
  }
}
