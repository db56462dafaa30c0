import Synchronization

/// The anchor that a store moves on with each commit; none before the store was compared with it.
final class AnchorHolder: Sendable {
  private let kept = Mutex<AnchorFile?>(nil)

  var file: AnchorFile? { kept.withLock { $0 } }

  func keep(_ file: AnchorFile) { kept.withLock { $0 = file } }
}
