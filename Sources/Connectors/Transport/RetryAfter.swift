package import Elections

/// The header by which a receiver says when to come back (RFC 9110, section 10.2.3).
package enum RetryAfter {
  /// What is past or now.
  package static let shortest = Duration.seconds(1)
  /// What is further away; a receiver cannot park a post for ever.
  package static let longest = Duration.seconds(24 * 3600)

  /// How long to wait: seconds, or a date in any of the three forms of HTTP, kept between `shortest` and `longest`. Read
  /// leniently: with a part of a second, and the longest of several. Nil where the header says neither.
  package static func delay(_ value: String, now: Instant) -> Duration? {
    let text = String(value.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    guard !text.isEmpty else { return nil }
    // A date has commas too, and is no list of numbers.
    let seconds = text.split(separator: ",").map { wholeSeconds($0.drop { $0 == " " }) }
    if let longest = seconds.compactMap(\.self).max(), !seconds.contains(nil) { return capped(.seconds(longest)) }
    return HTTPDate.instant(text, now: now).map { capped($0.since(now)) }
  }

  /// When requests count anew, in the headers that APIs have for it: a time in ISO 8601 (Mastodon), a second of 1970
  /// (Bluesky), or the seconds that are left. Nil for what is past, or further away than a receiver may ask: a clock that
  /// is wrong there must not outrank what `Retry-After` says.
  static func reset(_ value: String, now: Instant) -> Duration? {
    let left: Duration
    if let number = wholeSeconds(value[...]) {
      left =
        switch number {
        case ...1_000_000_000: .seconds(number)
        // Of 1970 too, in milliseconds.
        case 100_000_000_000...: Instant(millisecondsSince1970: min(number, 1 << 52)).since(now)
        default: Instant(secondsSince1970: number).since(now)
        }
    } else if let instant = ISOTime.instant(value) {
      left = instant.since(now)
    } else {
      return nil
    }
    return left > .zero && left <= longest ? max(left, shortest) : nil
  }

  /// Rounded up; nil for what is no number. More digits than a number holds are as absurd as the largest.
  private static func wholeSeconds(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let isMore = parts.count > 1 && parts[1].contains { $0 != "0" }
    return min(Int64(whole) ?? .max, 1 << 52) + (isMore ? 1 : 0)
  }

  private static func capped(_ delay: Duration) -> Duration { min(max(delay, shortest), longest) }
}

extension WireResponse {
  /// How long the other side asks to wait, where it does. `Retry-After` is about this request, and counts before when a
  /// limit of many counts anew.
  package func delayAsked(now: Instant) -> Duration? {
    if let delay = header("retry-after").flatMap({ RetryAfter.delay($0, now: now) }) { return delay }
    return ["x-ratelimit-reset", "ratelimit-reset"].compactMap { header($0) }
      .compactMap { RetryAfter.reset($0, now: now) }.max()
  }
}
