package import Elections

/// What changed settings do beside the settings in force: each difference, and whether it is proved to close only.
///
/// Dates and windows are not compared here but in `RevisionComparison`, instant by instant; here is everything that decides
/// or sends whatever the date is.
package struct SettingsComparison: Sendable {
  package private(set) var differences: [SettingsDifference] = []
  let old: Settings
  let new: Settings
  /// Whom somebody who left by `today` is replaced by, under the new register.
  let today: CivilDate

  /// `terms`: the listed words by content, wherever they were read from.
  package init(
    from old: Settings, to new: Settings, terms: (old: Set<String>, new: Set<String>), departed: [DepartedChannel] = [],
    today: CivilDate
  ) {
    self.old = old
    self.new = new
    self.today = today
    compareKeys(departed)
    compareAuthority()
    comparePeople()
    compareTerms(terms.old, terms.new)
    for channel in new.channels {
      if let before = old.channels.first(where: { $0.id == channel.id }) {
        compare(channel, with: before)
      } else if let before = departed.first(where: { $0.channel.id == channel.id }) {
        compare(channel, with: before.channel)
        note(
          .goesWhere, .routine, "channels.\(channel.id)",
          "The channel “\(channel.id)” comes back; it is judged by what was in force for it in revision \(before.revision)."
        )
      } else {
        compare(newChannel: channel)
      }
    }
    for channel in old.channels where !new.channels.contains(where: { $0.id == channel.id }) {
      note(.closes, .tightens, "channels.\(channel.id)", "The channel “\(channel.id)” is taken away; its posts hold.")
    }
  }

  mutating func note(
    _ heading: SettingsDifference.Heading, _ weight: SettingsDifference.Weight, _ subject: String, _ sentence: String
  ) {
    differences.append(SettingsDifference(heading, weight, subject, sentence))
  }

  /// A difference that closes or opens: which of the two a proof says.
  mutating func note(isTighter: Bool, _ subject: String, _ sentence: String) {
    note(isTighter ? .closes : .opens, isTighter ? .tightens : .loosens, subject, sentence)
  }

  // MARK: Key by key

  /// Every value that differs as it is written, by the table; what is compared by what it does is left to that.
  private mutating func compareKeys(_ departed: [DepartedChannel]) {
    var before = old.written
    for channel in departed {
      for (path, value) in channel.settings.written where path.keys.starts(with: ["channels", channel.channel.id]) {
        before[path] = value
      }
    }
    let kinds = Set((old.channels + departed.map(\.channel) + new.channels).map(\.connector.kind))
    let connectorKeys = Set(kinds.flatMap(\.keys))
    for path in Set(before.keys).union(new.written.keys).sorted() where before[path] != new.written[path] {
      if isWholeEntry(path, departed) || isSameConnector(path, departed) { continue }
      let change = "\(path): \(before[path] ?? "(not set)") → \(new.written[path] ?? "(not set)")"
      switch SettingsKey.row(of: path, connectorKeys: connectorKeys)?.effect {
      case .neutral, .compared, .replaces: continue
      case .loosens(let heading): note(heading, .loosens, path.description, change)
      case nil: note(.opens, .loosens, path.description, "\(change), and no row of the table says what that does.")
      }
    }
  }

  /// A channel or a person who is new or gone is compared as a whole.
  private func isWholeEntry(_ path: SettingsPath, _ departed: [DepartedChannel]) -> Bool {
    guard path.keys.count > 1 else { return path.keys == ["channels"] || path.keys == ["people"] }
    let name = path.keys[1]
    switch path.keys[0] {
    case "channels":
      let known = old.channels.map(\.id) + departed.map(\.channel.id)
      return !known.contains(name) || !new.channels.contains { $0.id == name }
    case "people": return old.register?.person(name) == nil || new.register?.person(name) == nil
    default: return false
    }
  }

  /// Written otherwise, and the same: a value that is the default, or the channel that stands in without settings.
  private func isSameConnector(_ path: SettingsPath, _ departed: [DepartedChannel]) -> Bool {
    guard path.keys.count > 2, path.keys[0] == "channels" else { return false }
    let all = old.channels + departed.map(\.channel)
    guard let before = all.first(where: { $0.id == path.keys[1] }),
      let after = new.channels.first(where: { $0.id == path.keys[1] })
    else { return false }
    return before.connector == after.connector
  }

  // MARK: The authority

  private mutating func compareAuthority() {
    compareAreas(old.authority.areas, new.authority.areas, "authority.areas", "The authority")
    if old.purdah.scottishNotice != new.purdah.scottishNotice {
      note(
        isTighter: new.purdah.scottishNotice == .earliest, "purdah.scottish-notice",
        "Notice in Scotland would count from the \(new.purdah.scottishNotice.rawValue) day that is lawful.")
    }
    if old.purdah.ends != new.purdah.ends {
      note(
        isTighter: new.purdah.ends == .endOfPollingDay, "purdah.ends",
        "Windows would end at \(new.purdah.ends == .endOfPollingDay ? "the end of polling day" : "the close of poll").")
    }
    let (before, after) = (old.purdah.extraNonWorkingDays, new.purdah.extraNonWorkingDays)
    if before != after {
      let gone = before.subtracting(after).sorted().map(\.description).joined(separator: ", ")
      note(
        isTighter: gone.isEmpty, "purdah.extra-non-working-days",
        gone.isEmpty ? "More days would count as no working days." : "\(gone) would count as working days again.")
    }
  }

  /// Nil is every area.
  private mutating func compareAreas(_ before: [Area]?, _ after: [Area]?, _ subject: String, _ whose: String) {
    guard before != after, let after else {
      if before != after { note(isTighter: true, subject, "\(whose) would close for elections in every area.") }
      return
    }
    let lost = before.map { areas in areas.filter { area in !after.contains { area.lies(within: $0) } } }
    guard let lost else {
      return note(isTighter: false, subject, "\(whose) would close only for elections in \(Self.list(after)).")
    }
    if !lost.isEmpty {
      note(isTighter: false, subject, "\(whose) would no longer close for elections in \(Self.list(lost)).")
    } else if Set(before ?? []) != Set(after) {
      note(isTighter: true, subject, "\(whose) would close for elections in \(Self.list(after)).")
    }
  }

  private static func list(_ areas: [Area]) -> String { areas.map(\.description).joined(separator: ", ") }

  // MARK: Channels

  private mutating func compare(_ channel: Channel, with before: Channel) {
    let key = "channels.\(channel.id)"
    compareAreas(before.areas, channel.areas, "\(key).areas", "“\(channel.id)”")
    let lost = before.closesFor.filter { !channel.closesFor.contains($0) }
    let gained = channel.closesFor.filter { !before.closesFor.contains($0) }
    if !lost.isEmpty {
      note(isTighter: false, "\(key).closes-for", "“\(channel.id)” would never close for \(Self.list(lost)) posts.")
    }
    if !gained.isEmpty {
      note(isTighter: true, "\(key).closes-for", "“\(channel.id)” would close for \(Self.list(gained)) posts too.")
    }
    comparePace(channel, before)
    if channel.lateAfter != before.lateAfter {
      note(
        isTighter: channel.lateAfter < before.lateAfter, "\(key).late-after",
        "“\(channel.id)” would send posts that are up to \(channel.lateAfter.inWords) late without asking; now "
          + "\(before.lateAfter.inWords).")
    }
    // What the connector's own keys do not show, as when only a default changed.
    if channel.connector != before.connector,
      !differences.contains(where: { $0.subject.hasPrefix("\(key).") && $0.heading == .goesWhere })
    {
      note(.goesWhere, .loosens, "\(key).connector", "“\(channel.id)” would be published in another way.")
    }
    compareGovernance(channel, before)
  }

  private static func list(_ classes: [ContentClass]) -> String { classes.map(\.rawValue).joined(separator: ", ") }

  private mutating func comparePace(_ channel: Channel, _ before: Channel) {
    guard channel.pace != before.pace else { return }
    let words = channel.pace.map { "\($0.posts) posts in \($0.per.inWords)" } ?? "without a limit"
    let isTighter: Bool
    switch (before.pace, channel.pace) {
    case (_, nil): isTighter = false
    case (nil, .some): isTighter = true
    case (let was?, let now?): isTighter = now.posts <= was.posts && now.per >= was.per
    }
    note(isTighter: isTighter, "channels.\(channel.id).pace", "“\(channel.id)” would publish \(words).")
  }

  /// A channel that never was in force. One that closes for everything that the authority closes for, with no approvals of
  /// its own, can be no way round a blackout; any other a person agrees to.
  private mutating func compare(newChannel channel: Channel) {
    let key = "channels.\(channel.id)"
    var wants: [String] = []
    let isWithin = (new.authority.areas ?? []).allSatisfy { area in
      channel.areas.map { $0.contains { area.lies(within: $0) } } ?? true
    }
    if channel.areas != nil, new.authority.areas == nil || !isWithin {
      wants.append("not for every area of the authority")
    }
    let open = ContentClass.allCases.filter { !channel.closesFor.contains($0) }
    if !open.isEmpty { wants.append("never for \(Self.list(open)) posts") }
    if new.written.keys.contains(where: { $0.keys.starts(with: ["channels", channel.id, "approval"]) }) {
      wants.append("with approvals of its own")
    }
    let kind = channel.connector.kind.name
    if wants.isEmpty {
      note(.goesWhere, .routine, key, "A new channel, “\(channel.id)” (\(kind)), which closes for everything.")
    } else {
      note(
        .goesWhere, .loosens, key,
        "A new channel, “\(channel.id)” (\(kind)), would close \(wants.joined(separator: ", ")).")
    }
  }

  // MARK: Listed words

  private mutating func compareTerms(_ before: Set<String>, _ after: Set<String>) {
    let lost = before.subtracting(after).sorted()
    if !lost.isEmpty || old.contentChecks != nil && new.contentChecks == nil {
      let some = lost.prefix(5).map { "“\($0)”" }.joined(separator: ", ")
      let more = lost.count > 5 ? " and \(lost.count - 5) more" : ""
      note(
        isTighter: false, "policy.content-checks",
        "Fewer words would send a post to approval\(lost.isEmpty ? "" : ": \(some)\(more) would not").")
    } else if !after.subtracting(before).isEmpty {
      note(
        isTighter: true, "policy.content-checks",
        "\(after.subtracting(before).count) more words send a post to approval.")
    }
    if let was = old.contentChecks, let now = new.contentChecks, was.when != now.when {
      note(
        isTighter: now.when == .always, "policy.content-checks.when",
        "Listed words would need an approval \(now.when == .always ? "always" : "during purdah only").")
    }
  }
}

extension Area {
  /// Whether every election in this area is in the other.
  fileprivate func lies(within other: Area) -> Bool {
    components.count >= other.components.count && zip(components, other.components).allSatisfy { $0 == $1 }
  }
}
