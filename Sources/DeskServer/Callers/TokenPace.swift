import Publishing
import Synchronization

/// How often a token may ask: ten times a second, and for a moment twice that.
final class TokenPace: Sendable {
  private struct Bucket {
    var left: Double
    var at: ContinuousClock.Instant
  }

  private let buckets = Mutex<[TokenID: Bucket]>([:])

  static let perSecond = 10.0
  private static let most = 20.0
  /// More tokens than that do not ask at once; then all begin anew.
  private static let mostKept = 10_000

  func allows(_ token: TokenID, at now: ContinuousClock.Instant = .now) -> Bool {
    buckets.withLock { buckets in
      if buckets.count >= Self.mostKept { buckets.removeAll() }
      var bucket = buckets[token] ?? Bucket(left: Self.most, at: now)
      let elapsed =
        Double((now - bucket.at).components.seconds) + Double((now - bucket.at).components.attoseconds) / 1e18
      bucket.left = min(Self.most, bucket.left + max(0, elapsed) * Self.perSecond)
      bucket.at = now
      let isAllowed = bucket.left >= 1
      if isAllowed { bucket.left -= 1 }
      buckets[token] = bucket
      return isAllowed
    }
  }
}
