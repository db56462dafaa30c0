package import Elections
package import Logging
package import Publishing

/// What a gate is given, and how it is set.
extension GateService {
  /// Everything outside the gate that it asks or tells.
  package struct Surroundings: Sendable {
    package let store: any GateStore
    package let clock: any GateClock
    /// The rules of a revision, read from its files.
    package let rules: @Sendable (Revision) async throws -> Ruleset
    /// The connector of a channel under its rules.
    package let connector: @Sendable (Channel, Ruleset) throws -> any Connector
    package let decisions: @Sendable (GateDecision, Ruleset?) -> Void
    package let logger: Logger
    package let randomness: @Sendable () -> any RandomNumberGenerator
    /// Makes the id of a call to the store that begins at an instant.
    package let operation: @Sendable (Instant) -> OperationID
    /// What time a receiver of the rules on another machine says that it is; nil where none can be asked.
    package let witness: @Sendable (Ruleset) async -> ClockTestimony?

    package init(
      store: any GateStore, clock: any GateClock,
      rules: @escaping @Sendable (Revision) async throws -> Ruleset,
      connector: @escaping @Sendable (Channel, Ruleset) throws -> any Connector,
      decisions: @escaping @Sendable (GateDecision, Ruleset?) -> Void, logger: Logger,
      randomness: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
      operation: @escaping @Sendable (Instant) -> OperationID = { instant in
        var generator = SystemRandomNumberGenerator()
        return OperationID(at: instant, using: &generator)
      },
      witness: @escaping @Sendable (Ruleset) async -> ClockTestimony? = { _ in nil }
    ) {
      self.store = store
      self.clock = clock
      self.rules = rules
      self.connector = connector
      self.decisions = decisions
      self.logger = logger
      self.randomness = randomness
      self.operation = operation
      self.witness = witness
    }

    /// The id of one call to the store, for all tries of that call.
    package func newOperation() -> OperationID { operation(clock.now) }
  }

  /// How it works; the defaults are those of the program.
  package struct Configuration: Sendable {
    package var host = "localhost"
    package var process = 0
    /// By what this process is known; with it a living gate on the same store is noticed.
    package var identity: ProcessIdentity?
    package var actor = "gate"
    /// Nothing else works on the store: the lock on it is ours.
    package var isAlone = false
    package var batch = 100
    package var lease = Duration.seconds(30)
    package var sendTimeout = Duration.seconds(20)
    package var heartbeat = Duration.seconds(10)
    package var longestSleep = Duration.seconds(30)
    /// How long what is under way may go on once the gate is told to stop.
    package var drain = Duration.seconds(8)
    package var retries = RetryPolicy()

    package init() {}
  }
}
