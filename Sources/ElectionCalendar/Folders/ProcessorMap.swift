import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// As `map`, on every processor where there is work for more than one.
  ///
  /// A council has some ten files, which are read before another thread has begun; a shared service has hundreds.
  package func mapOnProcessors<Mapped: Sendable>(_ transform: @Sendable (Element) -> Mapped) -> [Mapped] {
    let share = 32
    guard count > share else { return map(transform) }
    let parts = (count + share - 1) / share
    let found = Mutex([[Mapped]](repeating: [], count: parts))
    // As many threads as there are processors take one part after the other.
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let mapped = self[part * share..<Swift.min(count, (part + 1) * share)].map(transform)
      found.withLock { $0[part] = mapped }
    }
    return found.withLock { Array<Mapped>($0.joined()) }
  }
}
