import Foundation

/// What an answer's status means, for the one request that makes something public and for those before it.
///
/// The default is `unclear`: a server may have acted before it failed. Only `refused` is certainly the post's fault;
/// whatever would be answered to any post is one of `needsLogin`, `moved`, `missing` and `forbidden`, and holds the
/// channel. Each API adds its own exceptions in front.
package enum AnswerMeaning: Hashable, Sendable {
  /// Done, where the answer also holds what the API promises.
  case accepted
  case needsLogin
  /// Refused before acting; try again later.
  case notNow
  /// The address is wrong, and nothing is ever sent on.
  case moved
  /// What was asked is not there, or takes no such request: the address is wrong, or the API is switched off.
  case missing
  /// Whoever asks may not do this.
  case forbidden
  /// What was sent is not wanted.
  case refused
  /// Refused, and nothing says whether for the post's sake: a person's question.
  case undecided
  case unclear

  /// The first that contains the status decides.
  private static let table: [(statuses: ClosedRange<Int>, meaning: AnswerMeaning)] = [
    (200...299, .accepted),
    (301...301, .moved),
    (307...308, .moved),
    (400...400, .undecided),
    (401...401, .needsLogin),
    (402...403, .forbidden),
    (404...406, .missing),
    // A proxy on the way wants a login.
    (407...407, .forbidden),
    (408...408, .unclear),
    // Something is there already, or under way: it may be this very post.
    (409...409, .unclear),
    (410...411, .missing),
    (413...413, .refused),
    (415...415, .missing),
    (421...421, .missing),
    (422...422, .undecided),
    // Somebody works on what it is about.
    (423...423, .unclear),
    (425...425, .unclear),
    (426...426, .missing),
    (429...429, .notNow),
    (451...451, .undecided),
    // What nobody has agreed on says nothing of the post.
    (400...499, .forbidden),
  ]

  package init(status: Int) { self = Self.table.first { $0.statuses.contains(status) }?.meaning ?? .unclear }
}

extension WireResponse {
  /// By its status, and where it refuses, by its words: some servers answer a dead token, a closed account or too many
  /// posts with 400, 403 or 422, and a page where an API was asked is a proxy's.
  package var meaning: AnswerMeaning {
    let meaning = AnswerMeaning(status: status)
    guard meaning == .undecided || meaning == .forbidden else { return meaning }
    if header("www-authenticate") != nil { return .needsLogin }
    if isPage { return .forbidden }
    let words = RefusalWords(self)
    if words.nameLogin { return .needsLogin }
    return meaning == .undecided ? words.meaning : meaning
  }

  /// To a request that carried nothing of a post: whatever refuses it is not a post's fault, and a redirect or a page
  /// where an API was asked is how sites ask for a login.
  package var meaningWithoutPost: AnswerMeaning {
    switch meaning {
    case .refused, .undecided: .needsLogin
    case .unclear where (302...303).contains(status): .needsLogin
    case .accepted where isPage: .forbidden
    case let other: other
    }
  }

  /// Whether it lets no stranger read: some lead to a page for signing in, or answer 400 for the missing token.
  package var keepsStrangersOut: Bool {
    [302, 303, 401, 403].contains(status) || status == 400 && meaning == .needsLogin
  }

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
