package import Publishing

extension Workspace {
  /// The id of one call to a store, for all tries of that call.
  package static func newOperation() -> OperationID {
    var generator = SystemRandomNumberGenerator()
    return OperationID(at: now, using: &generator)
  }
}
