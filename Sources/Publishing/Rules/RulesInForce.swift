package import Elections
package import Foundation

/// The rules by which people's acts are judged, of one revision.
///
/// Stores ask it inside the transaction that does the act, and refuse the act when another revision is in force by then:
/// so no command, and no race, gets past the register (G-42).
package struct RulesInForce: Sendable {
  package let revision: RevisionNumber?
  /// Nil: no register is kept, and anyone with access may act.
  package let register: Register?
  package let matcher: TermMatcher
  private let zone: TimeZone

  package init(revision: RevisionNumber?, register: Register?, matcher: TermMatcher, zone: TimeZone) {
    self.revision = revision
    self.register = register
    self.matcher = matcher
    self.zone = zone
  }

  /// Where no register is kept.
  package static func unregistered(_ revision: RevisionNumber?) -> RulesInForce {
    RulesInForce(revision: revision, register: nil, matcher: TermMatcher([]), zone: .gmt)
  }

  /// Whether it is of the revision in force. An act is judged by that one, or not at all.
  package func isCurrent(_ epoch: RevisionNumber?) -> Bool { epoch == revision }

  package func day(of instant: Instant) -> CivilDate { zone.date(at: instant) }

  /// Why the act is not allowed; nil when it is.
  package func refusal(of deed: Deed, by actor: Actor, at instant: Instant, hands: Set<String> = []) -> Refusal? {
    register?.refusal(of: deed, by: actor, on: day(of: instant), hands: hands)
  }

  /// The listed words that stand in what readers will see: the title, the text, descriptions of pictures, the link, and
  /// the names of files, under which some channels publish them. Grounds are published nowhere.
  package func matches(in content: PostContent) -> [TermMatcher.Match] {
    if matcher.isEmpty { return [] }
    let texts = [content.title, content.text] + content.media.map(\.alt)
    let addresses = [content.link] + content.media.map(\.fileName)
    return texts.compactMap(\.self).flatMap(matcher.matches(in:))
      + addresses.compactMap(\.self).flatMap(matcher.matches(inAddress:))
  }
}

extension ContentClass {
  /// Classes that stay open when others close have to say why.
  package var needsGrounds: Bool { self == .statutory || self == .emergency }
}

extension Ruleset {
  package var inForce: RulesInForce {
    RulesInForce(revision: revision, register: settings.register, matcher: matcher, zone: settings.authority.zone)
  }
}
