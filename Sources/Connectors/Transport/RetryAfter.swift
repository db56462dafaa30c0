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

  private static func capped(_ delay: Duration) -> Duration { min(max(delay, shortest), longest) }
}
