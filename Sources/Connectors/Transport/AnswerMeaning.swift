import Foundation

/// What an answer's status means for the one request that makes something public.
///
/// The default is `unclear`: a server may have acted before it failed. Each API adds its own exceptions in front.
package enum AnswerMeaning: Hashable, Sendable {
  /// Done, where the answer also holds what the API promises.
  case accepted
  case needsLogin
  /// Refused before acting; try again later.
  case notNow
  /// The address is wrong, and nothing is ever sent on.
  case moved
  case refused
  case unclear

  /// The first that contains the status decides.
  private static let table: [(statuses: ClosedRange<Int>, meaning: AnswerMeaning)] = [
    (200...299, .accepted),
    (301...301, .moved),
    (307...308, .moved),
    (401...401, .needsLogin),
    (408...408, .unclear),
    (425...425, .unclear),
    (429...429, .notNow),
    (400...499, .refused),
  ]

  package init(status: Int) { self = Self.table.first { $0.statuses.contains(status) }?.meaning ?? .unclear }
}

extension WireResponse {
  package var meaning: AnswerMeaning { AnswerMeaning(status: status) }

  /// A sign-in page or a proxy's, where an API was asked.
  package var isPage: Bool {
    let type = header("content-type")?.lowercased() ?? ""
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    let start = String(decoding: body.prefix(64), as: UTF8.self).lowercased()
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// A little of what the other side said, quoted behind a colon, as plain text on one line; nothing when there is
  /// none, or when it may hold a secret sent back.
  package var excerpt: String {
    let text = String(decoding: body.prefix(200), as: UTF8.self)
    let mayBeSecret = ["whsec_", "password", "bearer ", "jwt", "token\":"].contains { text.lowercased().contains($0) }
    return mayBeSecret ? "" : Self.quoted(text)
  }

  /// Words of an answer as plain text on one line, behind a colon.
  package static func quoted(_ text: String) -> String {
    let words = text.prefix(300).split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
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
