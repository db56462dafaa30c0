import Foundation

/// How much one look may use. The gate ends it after `time`; what the process sets for itself holds even when no gate is
/// left to do that.
package enum LookBounds {
  package static let time = Duration.seconds(20)
  package static let processorSeconds: UInt = 8
  package static let memoryBytes: UInt = 1 << 30
  /// Of everything that is told to the gate.
  package static let messageBytes = 400 << 20
}
