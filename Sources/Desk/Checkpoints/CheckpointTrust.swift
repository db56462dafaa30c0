package import Contract
package import Publishing
package import PublishingGate
package import Texts

/// Whose signatures count: those of the keys that were named, else of the store's own key where it can be read here. Else
/// all must be of one key, and whoever asks has to compare it.
package struct CheckpointTrust {
  private let origin: String
  private let keys: Set<VerifyingKey>
  private let areNamed: Bool

  package init(_ choice: SetUpChoice, _ store: any CouncilStore, keys named: [String]) async throws {
    origin = try store.name()
    areNamed = !named.isEmpty
    keys = try Self.keys(named)
      .union(named.isEmpty ? await Self.own(choice, store).map { [$0] } ?? [] : [])
  }

  package static func keys(_ named: [String]) throws -> Set<VerifyingKey> {
    Set(
      try named.map { name in
        guard let key = Hexadecimal.bytes(name.lowercased()).flatMap(VerifyingKey.init(bytes:)) else {
          throw Failure(
            .usage, "“\(name.printable)” is no public key; write its 64 hexadecimal digits, as a checkpoint has it.")
        }
        return key
      })
  }

  /// Nil where there is none, or this login may not read it.
  static func own(_ choice: SetUpChoice, _ store: any CouncilStore) async -> VerifyingKey? {
    guard let workspace = try? await Workspace.inForce(choice, in: store) else { return nil }
    return (try? CheckpointKey(workspace, store).read())?.verifyingKey
  }

  /// Every one proved by its signature, by a key that counts, and of this store.
  package func checkpoints(of answers: [CheckpointAnswer]) throws -> [Checkpoint] {
    let signed = try answers.map { try $0.signed() }
    for (answer, signed) in zip(answers, signed) {
      let what: Sentence = "The checkpoint of entry \(answer.entry) at \(answer.at.text.visibleLine)"
      guard signed.checkpoint.origin == origin else {
        throw Failure(
          .badInput,
          "\(what) is of another store, \(answer.origin.visibleLine): this one is \(origin). Was the store exchanged?")
      }
      guard keys.isEmpty || keys.contains(signed.key) else {
        throw Failure(
          .badInput,
          "\(what) is signed by another key than \(areNamed ? "those that were named" : "this store's"): "
            + "\(answer.key.visibleLine). If your council signed by that then, name each key that it had by --key.")
      }
    }
    let found = Set(signed.map(\.key))
    guard found.count < 2 || !keys.isEmpty else {
      throw Failure(
        .badInput,
        "The checkpoints are signed by \(found.count) keys, and which are your council's cannot be told here: name those by "
          + "--key.")
    }
    return signed.map(\.checkpoint)
  }
}
