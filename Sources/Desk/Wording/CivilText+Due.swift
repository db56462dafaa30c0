package import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

extension CivilText {
  /// When a post is to leave: `now`, or an instant that is neither long past nor years ahead.
  package func due(_ text: String, now: Instant) throws -> Instant {
    let due = text == "now" ? now : try sendingTime(text)
    guard due < now.adding(.seconds(5 * 366 * 86_400)) else {
      throw Failure(.badInput, "\(short(due)) is more than five years ahead; correct the year.")
    }
    guard due > now.adding(.seconds(-366 * 86_400)) else {
      throw Failure(.badInput, "\(short(due)) is more than a year past; correct the year.")
    }
    return due
  }

  /// When a post expires; a date includes that day. One that expires before it is due would never go out.
  package func expiry(_ text: String, after due: Instant?) throws -> Instant {
    let expires = try end(text)
    try check(expires: expires, due: due)
    return expires
  }

  package func check(expires: Instant?, due: Instant?) throws {
    guard let expires, let due, expires <= due else { return }
    throw Failure(
      .usage,
      "It would expire (\(short(expires))) before it is due (\(short(due))), and never go out; correct one of the times."
    )
  }
}
