import Publishing

/// Calls that come again (G-52).
extension MemoryStore {
  /// Does a call, or gives again what it answered when it was done before.
  func perform<Answer, Kept: KeptAnswer>(
    _ operation: OperationID, _ call: StoreCall, undoing: Bool = false, keeping keep: (Answer) -> Kept,
    again: (Kept, State) throws(StoreError) -> Answer, _ body: (inout State) throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    try transaction(undoing: undoing) { state throws(StoreError) in
      if let (kept, _) = state.operations[operation] { return try again(kept.answer(to: call), state) }
      let answer = try body(&state)
      state.operations[operation] = (KeptOperation(operation, call, keep(answer)), state.mark.highWater)
      return answer
    }
  }

  func perform<Answer: KeptAnswer>(
    _ operation: OperationID, _ call: StoreCall, undoing: Bool = false,
    _ body: (inout State) throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    try perform(operation, call, undoing: undoing, keeping: { $0 }, again: { kept, _ in kept }, body)
  }

  func perform(
    _ operation: OperationID, _ call: StoreCall, _ body: (inout State) throws(StoreError) -> Void
  ) throws(StoreError) {
    try perform(operation, call, keeping: { NoAnswer() }, again: { (_: NoAnswer, _) in }, body)
  }
}
