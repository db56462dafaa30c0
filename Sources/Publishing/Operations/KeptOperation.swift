package import Elections

/// A call that was done, as a store remembers it.
package struct KeptOperation: Hashable, Sendable {
  package let id: OperationID
  package let digest: UInt64
  package let answer: [UInt8]

  package init(id: OperationID, digest: UInt64, answer: [UInt8]) {
    self.id = id
    self.digest = digest
    self.answer = answer
  }

  /// Whether it may be forgotten that was made before an instant, and done while the clock's mark lay before it: a clock that
  /// is wrong makes ids that look old, and a mark stands still while no gate runs.
  package static func mayBeForgotten(_ id: OperationID, doneAt mark: Instant, before end: Instant) -> Bool {
    id < .lowest(at: end) && mark < end
  }

  package init(_ id: OperationID, _ call: StoreCall, _ answer: some KeptAnswer) {
    self.init(id: id, digest: call.digest, answer: answer.keptBytes)
  }

  /// With nothing but its id where its answer has words that are removed, or where it may be the call that brought them: by
  /// the digest of a call somebody could tell that they had guessed them. When it comes again it is known by its id, and
  /// refused: nothing is done twice.
  package func without(_ removed: RemovedWords) -> KeptOperation {
    let distance = id.at.since(removed.recordedAt)
    let isNear = distance <= Self.nearby && distance >= .zero - Self.nearby
    return isNear || removed.stand(in: answer) ? KeptOperation(id: id, digest: 0, answer: []) : self
  }

  private static let nearby = Duration.seconds(60)

  /// The first answer; throws where the id came with another call.
  package func answer<Answer: KeptAnswer>(to call: StoreCall) throws(StoreError) -> Answer {
    guard digest == call.digest else { throw .operationReused(id) }
    return try Answer(keptBytes: answer)
  }
}
