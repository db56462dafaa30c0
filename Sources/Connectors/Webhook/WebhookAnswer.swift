import Elections
import Foundation
import PublishingGate

/// What a receiver's answer means for a delivery.
enum WebhookAnswer {
  enum Meaning: Hashable, Sendable {
    case accepted, switchedOff, needsLogin, notNow, moved, refused, unclear
  }

  /// The first that contains the status decides; what stands nowhere is unclear. A 5xx is, because the receiver may
  /// have acted before it failed.
  static let meanings: [(statuses: ClosedRange<Int>, meaning: Meaning)] = [
    (200...299, .accepted),
    (301...301, .moved),
    (307...308, .moved),
    (401...401, .needsLogin),
    (408...408, .unclear),
    (410...410, .switchedOff),
    (425...425, .unclear),
    (429...429, .notNow),
    (400...499, .refused),
  ]

  static func meaning(of status: Int) -> Meaning {
    meanings.first { $0.statuses.contains(status) }?.meaning ?? .unclear
  }

  static func outcome(of response: WireResponse, id: String, host: String, now: Instant) -> CommitOutcome {
    let status = response.status
    let said = excerpt(response.body)
    switch meaning(of: status) {
    case .accepted where isPage(response):
      return .unknown(
        "\(host) answered \(status) with a web page, as a sign-in page or a proxy does; see there whether it came in.")
    case .accepted:
      return .published(Receipt(remoteID: id, at: now))
    case .switchedOff:
      return .switchedOff(
        "\(host) answered 410: it wants no more posts; ask who runs it, then correct or remove the channel.")
    case .needsLogin:
      return .needsLogin("\(host) answered 401\(said); correct the channel's url or its secret.")
    case .notNow:
      let after = response.header("retry-after").flatMap { RetryAfter.delay($0, now: now) }
      return .notSent("\(host) answered 429: too many requests; it is tried again later.", after: after)
    case .moved:
      return .rejected(
        "\(host) answered \(status): the receiver is at another address, and a post is never sent on; correct the "
          + "channel's url.")
    case .refused:
      return .rejected("\(host) answered \(status)\(said); correct what it names, then add the post again.")
    case .unclear:
      return .unknown("\(host) answered \(status)\(said); it may have acted all the same.")
    }
  }

  private static func isPage(_ response: WireResponse) -> Bool {
    let type = response.header("content-type")?.lowercased() ?? ""
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    let start = String(decoding: response.body.prefix(64), as: UTF8.self).lowercased()
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// A little of what the receiver said, as plain text on one line; nothing that may be a secret sent back.
  private static func excerpt(_ body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(200), as: UTF8.self)
    guard !text.contains("whsec_") else { return "" }
    let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    let plain = String(words.unicodeScalars.filter { !$0.properties.generalCategory.isHidden })
    return plain.isEmpty ? "" : ": “\(plain)”"
  }
}

extension Unicode.GeneralCategory {
  /// What a terminal could take for a command, or a reader could not see.
  fileprivate var isHidden: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
