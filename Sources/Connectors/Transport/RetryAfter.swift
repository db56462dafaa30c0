package import Elections

/// The header by which a receiver says when to come back (RFC 9110, section 10.2.3).
package enum RetryAfter {
  /// What is past or now.
  package static let shortest = Duration.seconds(1)
  /// What is further away; a receiver cannot park a post for ever.
  package static let longest = Duration.seconds(24 * 3600)

  /// How long to wait: whole seconds, or a date in any of the three forms of HTTP, kept between `shortest` and
  /// `longest`. Nil where the header says neither.
  package static func delay(_ value: String, now: Instant) -> Duration? {
    let text = String(value.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    guard !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (48...57).contains($0) }) {
      // More digits than a number holds are as absurd as the largest.
      return capped(.seconds(min(Int64(text) ?? .max, 1_000_000_000)))
    }
    return HTTPDate.instant(text, now: now).map { capped($0.since(now)) }
  }

  /// When requests count anew, in the headers that APIs have for it: a time in ISO 8601 (Mastodon), a second of 1970
  /// (Bluesky), or the seconds that are left. Nil for what is past, or further away than a receiver may ask: a clock that
  /// is wrong there must not outrank what `Retry-After` says.
  static func reset(_ value: String, now: Instant) -> Duration? {
    let left: Duration
    if let number = Int64(value) {
      left =
        number > 1_000_000_000 ? Instant(secondsSince1970: min(number, 1 << 40)).since(now) : .seconds(max(number, 0))
    } else if let instant = MastodonTime.instant(value) {
      left = instant.since(now)
    } else {
      return nil
    }
    return left > .zero && left <= longest ? max(left, shortest) : nil
  }

  private static func capped(_ delay: Duration) -> Duration { min(max(delay, shortest), longest) }
}

extension WireResponse {
  /// How long the other side asks to wait, where it does: the later of `Retry-After` and when its limit counts anew.
  package func delayAsked(now: Instant) -> Duration? {
    let resets = ["x-ratelimit-reset", "ratelimit-reset"].compactMap { header($0) }
      .compactMap { RetryAfter.reset($0, now: now) }
    return ([header("retry-after").flatMap { RetryAfter.delay($0, now: now) }].compactMap(\.self) + resets).max()
  }
}
