import Contract
import Desk

/// A third front end, as small as one can be: it answers lines that somebody types into a chat.
///
/// It knows the contract and the desk, and no options, terminal, store or connector: whoever writes another front end needs no
/// more. `ToyFrontEndTests` holds it to that, and to fewer than 100 lines.
///
///     post website at 2027-01-11 09:00: Bins are collected on Friday.
///     show 12
///     why website
struct ToyFrontEnd {
  let desk: Desk

  func reply(to line: String) async -> String {
    do {
      let (word, rest) = Self.split(line, at: " ")
      switch word {
      case "post": return try await post(rest)
      case "show": return try await show(rest)
      case "why": return try await why(rest)
      default: return "I know “post CHANNEL at TIME: TEXT”, “show NUMBER” and “why CHANNEL”."
      }
    } catch {
      return (Failure(reporting: error)?.messages.map { "\($0)" } ?? ["\(error)"]).joined(separator: " ")
    }
  }

  private func post(_ words: String) async throws -> String {
    let (place, text) = Self.split(words, at: ": ")
    let (channel, time) = Self.split(place, at: " at ")
    let answered = try await desk.answer(AddPost(channels: [channel], at: time, text: text))
    let post = answered.answer.post
    return "Post \(post.post) is queued: "
      + post.deliveries.map { sentence($0, answered.civil) }.joined(separator: "; ")
  }

  private func show(_ number: String) async throws -> String {
    let answered = try await desk.answer(ShowPost(post: number))
    let post = answered.answer.whole.post
    return "“\(post.text)” by \(post.author): "
      + post.deliveries.map { sentence($0, answered.civil) }.joined(separator: "; ")
  }

  private func sentence(_ delivery: DeliveryAnswer, _ civil: CivilText) -> String {
    guard delivery.verdict == "hold" else { return "\(delivery.channel) at \(civil.short(delivery.due))" }
    return "\(delivery.channel) is held" + Self.end(delivery.heldUntil, delivery.causes, civil)
  }

  private func why(_ channel: String) async throws -> String {
    let answered = try await desk.answer(ExplainChannel(channel: channel, at: nil))
    let state = answered.answer.state
    guard state.state != .open else { return "\(state.channel) is open." }
    return "\(state.channel) is \(state.state.rawValue)" + Self.end(state.until, state.causes, answered.civil)
  }

  private static func end(_ until: Moment?, _ causes: [HoldCause], _ civil: CivilText) -> String {
    let words = causes.map(CauseText(civil: civil).line).joined(separator: " and ")
    return (until.map { " until \(civil.short($0))" } ?? "") + " by " + words
  }

  private static func split(_ text: String, at mark: String) -> (String, String) {
    guard let place = text.firstRange(of: mark) else { return (text, "") }
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }
}
