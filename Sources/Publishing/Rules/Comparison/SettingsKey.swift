/// What a change of one key of the settings does: the table that stands in the guide is this one.
///
/// A changed key is looked up here and nowhere else. What is in no row counts as loosening, so that a setting that somebody
/// adds later asks for a person until somebody has thought about it.
package struct SettingsKey: Sendable {
  package enum Effect: Hashable, Sendable {
    /// It neither decides nor sends anything: no person is asked.
    case neutral
    /// Both are possible: the comparison proves which (`SettingsComparison`), or asks for a person.
    case compared
    /// Nothing proves that it only closes: a person is asked, under this heading.
    case loosens(SettingsDifference.Heading)
    /// Another council's set-up: only `adopt --replace` takes it.
    case replaces
  }

  /// Dotted; `*` stands for one name. A key with keys below it stands for those as well.
  package let pattern: String
  package let effect: Effect
  /// What tightens and what loosens, for people.
  package let words: String

  init(_ pattern: String, _ effect: Effect, _ words: String) {
    self.pattern = pattern
    self.effect = effect
    self.words = words
  }

  /// Every row. `connectorKeys` are those that channels may have for their connectors' sake.
  package static func rows(connectorKeys: Set<String>) -> [SettingsKey] {
    authority + channels + connectorKeys.sorted().map(connector) + people + policy
  }

  private static let authority = [
    SettingsKey("authority.name", .replaces, "Another name is another authority: it needs `--replace`."),
    SettingsKey("authority.nation", .loosens(.opens), "It decides for polls that do not say: a person is asked."),
    SettingsKey("authority.time-zone", .loosens(.opens), "Every boundary moves: a person is asked."),
    SettingsKey("authority.areas", .compared, "More areas, or none named, tighten; fewer loosen."),
    SettingsKey("calendars", .loosens(.goesWhere), "Dates would come from another folder: a person is asked."),
    SettingsKey(
      "anchor", .loosens(.goesWhere), "A store that went back would be known by another anchor: a person is asked."),
    SettingsKey(
      "service.checkpoints", .loosens(.goesWhere), "Proofs of the audit log would be kept elsewhere: a person is asked."
    ),
    SettingsKey(
      "service.checkpoint-key", .loosens(.goesWhere), "Another key would sign for the audit log: a person is asked."),
    SettingsKey(
      "store", .loosens(.goesWhere), "What is queued and held lies in the store that was: a person is asked."),
    SettingsKey(
      "service.socket", .neutral,
      "Who asks there is known by their account, wherever it lies; it takes effect when the gate is started again."),
    SettingsKey(
      "service.listen", .neutral,
      "What is served there is public, and changes nothing; it takes effect when the gate is started again."),
    SettingsKey(
      "service.metrics", .neutral,
      "Numbers are served there, and change nothing; it takes effect when the gate is started again."),
    SettingsKey(
      "service.certificate-file", .neutral,
      "By it the page speaks TLS, so that tokens are taken from elsewhere; it takes effect when the gate is started again."
    ),
    SettingsKey("service.key-file", .neutral, "The key of that certificate."),
    SettingsKey("service.public-address", .neutral, "What pages say of themselves."),
    SettingsKey("service.contact", .neutral, "Whom readers of the pages can write to."),
    SettingsKey(
      "purdah.general-election-starts", .loosens(.opens), "Neither is always the earlier: a person is asked."),
    SettingsKey("purdah.scottish-notice", .compared, "`earliest` tightens, `latest` loosens."),
    SettingsKey("purdah.ends", .compared, "`end-of-polling-day` tightens, `close-of-poll` loosens."),
    SettingsKey(
      "purdah.extra-non-working-days", .compared, "More days tighten, since starts move earlier; fewer loosen."),
    SettingsKey("sources", .loosens(.opens), "A rule may leave out polls that are not entered yet: a person is asked."),
  ]

  private static let channels = [
    SettingsKey("channels.*.name", .neutral, "People read it; nothing follows from it."),
    SettingsKey("channels.*.areas", .compared, "More areas, or none named, tighten; fewer loosen."),
    SettingsKey("channels.*.closes-for", .compared, "More classes tighten; fewer loosen."),
    SettingsKey("channels.*.pace", .compared, "Fewer posts in no shorter a time tighten; anything else loosens."),
    SettingsKey("channels.*.late-after", .compared, "Shorter tightens; longer loosens."),
    SettingsKey(
      "channels.*.administrator", .compared, "Leaving, also for a successor, is no loosening; anybody new is."),
    SettingsKey("channels.*.owner", .compared, "Leaving, also for a successor, is no loosening; anybody new is."),
    SettingsKey(
      "channels.*.hand-over", .compared, "A hand-over that is still to be confirmed tightens; anything else loosens."),
    SettingsKey("channels.*.approval", .compared, "More approvals tighten; fewer loosen."),
    SettingsKey("channels.*.connector", .loosens(.goesWhere), "Posts would go another way: a person is asked."),
  ]

  /// Each key of each connector says where posts go, or as whom.
  private static func connector(_ key: String) -> SettingsKey {
    SettingsKey("channels.*.\(key)", .loosens(.goesWhere), "Where posts go, or as whom: a person is asked.")
  }

  private static let people = [
    SettingsKey("people.*.name", .neutral, "People read it; nothing follows from it."),
    SettingsKey("people.*.email", .neutral, "People read it; nothing follows from it."),
    SettingsKey("people.*.roles", .compared, "Fewer roles tighten; more loosen. An auditor may change nothing."),
    SettingsKey("people.*.trained-on", .compared, "Earlier, or none, tightens; later loosens."),
    SettingsKey("people.*.left-on", .compared, "Leaving tightens; staying longer, or coming back, loosens."),
    SettingsKey(
      "people.*.replaced-by", .compared, "For somebody who leaves it is no loosening; for anybody else it is."),
    SettingsKey("people.*.may-act-for", .compared, "Fewer tighten; more loosen."),
  ]

  private static let policy = [
    SettingsKey("policy.training-valid-for", .compared, "Shorter tightens; longer, or for ever, loosens."),
    SettingsKey(
      "policy.e-communications-officer", .compared, "The first, or a successor, is no loosening; anything else is."),
    SettingsKey("policy.approval", .compared, "More approvals tighten; fewer loosen."),
    SettingsKey("policy.content-checks.terms", .compared, "More words tighten; fewer loosen."),
    SettingsKey(
      "policy.content-checks.terms-file", .compared, "Judged by the words in it: more tighten; fewer loosen."),
    SettingsKey("policy.content-checks.when", .compared, "`always` tightens; `during-purdah` loosens."),
    SettingsKey("policy.classes", .compared, "Fewer roles for a class tighten; more, or no limit, loosen."),
    SettingsKey("policy.redactions", .neutral, "What a pack leaves out; nothing is held or sent by it."),
  ]

  // MARK: Looking up

  private static let common = authority + channels + people + policy

  /// The row of a changed value; nil where there is none.
  package static func row(of path: SettingsPath, connectorKeys: Set<String>) -> SettingsKey? {
    if let row = common.first(where: { $0.covers(path.keys) }) { return row }
    guard path.keys.count > 2, path.keys[0] == "channels", connectorKeys.contains(path.keys[2]) else { return nil }
    return connector(path.keys[2])
  }

  private func covers(_ keys: [String]) -> Bool {
    let parts = pattern.split(separator: ".")
    return keys.count >= parts.count && zip(parts, keys).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// The row as the guide has it.
  package var line: String {
    let effect =
      switch effect {
      case .neutral: "neutral"
      case .compared: "compared"
      case .loosens: "loosens"
      case .replaces: "replaces"
      }
    return "| `\(pattern)` | \(effect) | \(words) |"
  }
}
