import Connectors
import Elections
import Foundation
import Publishing
import PublishingSettings
import TestSupport
import Testing

/// What each change of the settings counts as: by the table, and by what it does.
@Suite struct SettingsComparisonTests {
  private static let base = """
    authority:
      name: A council
      areas: [local.east, local.west]
    calendars: calendars
    purdah: {ends: end-of-polling-day, extra-non-working-days: [2027-01-20]}
    people:
      ada: {name: Ada, roles: [administrator], trained-on: 2026-09-01}
      ann: {name: Ann, roles: [author], trained-on: 2026-09-01, may-act-for: [hal]}
      hal: {name: Hal, roles: [approver], trained-on: 2026-09-01}
    policy:
      training-valid-for: 52w
      e-communications-officer: ada
      approval: {routine: {when: always, tiers: 2}}
      content-checks: {terms: [Example Party, Other Party], when: always}
      classes: {emergency: [approver]}
      redactions: [a@example.org]
    channels:
      site:
        name: News
        connector: webhook
        url: https://hooks.example.org/a
        secret-file: secret
        areas: [local.east]
        closes-for: [routine, service]
        pace: 6/1h
        late-after: 4h
        administrator: [ada, hal]
        owner: hal

    """

  private static func settings(_ text: String) throws -> Settings {
    try SettingsReader.read(text, file: "p.yaml", connectors: AllConnectors.list)
  }

  private static func differences(from old: String = base, to new: String) throws -> [SettingsDifference] {
    let (before, after) = (try settings(old), try settings(new))
    func terms(_ settings: Settings) -> Set<String> { TermMatcher(settings.contentChecks?.terms ?? []).given }
    return SettingsComparison(
      from: before, to: after, terms: (terms(before), terms(after)), today: .day("2027-01-15")
    ).differences
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let heading: SettingsDifference.Heading
    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ heading: SettingsDifference.Heading = .opens) {
      self.old = old
      self.new = new
      self.heading = heading
    }
  }

  /// Each loosens as written, and tightens the other way round unless it is where posts go.
  static let loosenings = [
    Change("[local.east, local.west]", "[local.east]"), Change("end-of-polling-day", "close-of-poll"),
    Change("[2027-01-20]", "[]"), Change("calendars: calendars", "calendars: others", .goesWhere),
    Change("roles: [author], ", "roles: [author, approver], ", .who),
    Change("trained-on: 2026-09-01, may", "trained-on: 2026-12-01, may", .who),
    Change("may-act-for: [hal]", "may-act-for: [hal, ada]", .who), Change("52w", "520w", .who),
    Change("  e-communications-officer: ada\n", "", .who), Change("tiers: 2", "tiers: 1"),
    Change("[Example Party, Other Party]", "[Example Party]"),
    Change("when: always}\n  classes", "when: during-purdah}\n  classes"),
    Change("  classes: {emergency: [approver]}\n", "", .who),
    Change("{emergency: [approver]}", "{emergency: [approver, author]}", .who),
    Change("https://hooks.example.org/a", "https://hooks.example.org/b", .goesWhere),
    Change("secret-file: secret", "secret-file: other", .goesWhere),
    Change("closes-for: [routine, service]", "closes-for: [routine]"),
    Change("pace: 6/1h", "pace: 60/1h"), Change("pace: 6/1h", "pace: 6/30m"),
    Change("late-after: 4h", "late-after: 40h"),
    Change("    owner: hal\n", "    owner: ann\n", .who),
    Change("administrator: [ada, hal]", "administrator: [ada, hal, ann]", .who),
  ]

  @Test(arguments: loosenings)
  func `F-52: what loosens is never taken for tightening`(_ change: Change) throws {
    let new = Self.base.replacing(change.old, with: change.new)
    try #require(new != Self.base)
    let found = try Self.differences(to: new)
    #expect(found.contains { $0.weight == .loosens && $0.heading == change.heading }, "\(found)")
    let back = try Self.differences(from: new, to: Self.base)
    let isWhere = change.heading == .goesWhere
    let isExchange = change.new.contains("owner: ann") || change.old.contains("e-communications")
    #expect(isExchange || back.contains { $0.weight == .loosens } == isWhere, "\(back)")
  }

  @Test(arguments: [
    Change("name: News", "name: The news"), Change("name: Ann,", "name: Ann Other,"), Change("[a@example.org]", "[]"),
    Change("authority:\n", "# A comment.\nauthority:\n"), Change("late-after: 4h", "late-after: 240m"),
    Change("[local.east, local.west]", "[local.west, local.east]"),
  ])
  func `routine edits are no difference at all`(_ change: Change) throws {
    let new = Self.base.replacing(change.old, with: change.new)
    try #require(new != Self.base)
    let found = try Self.differences(to: new)
    #expect(found.isEmpty, "\(found)")
  }

  @Test func `somebody who leaves with a successor passes without a question, and a stranger in their place does not`()
    throws
  {
    let left = Self.base.replacing(
      "roles: [approver], trained-on: 2026-09-01", with: "roles: [approver], left-on: 2027-01-14, replaced-by: ann")
    let gone = try Self.differences(to: left)
    #expect(gone.allSatisfy { $0.weight == .tightens }, "\(gone)")
    let followed = try Self.differences(from: left, to: left.replacing("owner: hal", with: "owner: ann"))
    #expect(followed.allSatisfy { $0.weight == .tightens }, "\(followed)")
    let other = try Self.differences(from: left, to: left.replacing("owner: hal", with: "owner: ada"))
    #expect(other.contains { $0.weight == .loosens })
  }

  @Test func `people, channels and the register as a whole`() throws {
    let person = try Self.differences(to: Self.base.replacing("people:\n", with: "people:\n  eve: {roles: [author]}\n"))
    #expect(person.map(\.weight) == [.loosens])
    let fewer = try Self.differences(
      from: Self.base.replacing("people:\n", with: "people:\n  eve: {roles: [author]}\n"), to: Self.base)
    #expect(fewer.map(\.weight) == [.tightens])
    let strict = Self.base + "  more: {name: More, connector: feed, path: more.atom, administrator: ada, owner: hal}\n"
    #expect(try Self.differences(to: strict).map(\.weight) == [.routine])
    let lax = strict.replacing("path: more.atom", with: "path: more.atom, areas: [local.east]")
    #expect(try Self.differences(to: lax).map(\.weight) == [.loosens])
    #expect(try Self.differences(from: strict, to: Self.base).map(\.weight) == [.tightens])
  }

  // MARK: The table

  private static let connectorKeys = Set(AllConnectors.list.all.flatMap { $0.kind.keys })

  @Test func `every key that the settings know stands in a row, and what stands in none loosens`() throws {
    let hostile =
      Self.base.replacing(
        "    owner: hal\n",
        with: """
              owner: hal
              approval: {routine: always}
              hand-over: {partner: A trust, to: hal}
              allow-insecure: true
              receiver-dedupes: true

          """) + "sources: [{file: a.ics, treat-as: ignore}]\n"
    let written = try Self.settings(hostile).written
    #expect(written.count > 25)
    func row(_ path: SettingsPath) -> SettingsKey? { SettingsKey.row(of: path, connectorKeys: Self.connectorKeys) }
    for path in written.keys.sorted() {
      #expect(row(path) != nil || path.keys == ["people"], "\(path) stands in no row")
    }
    #expect(row(SettingsPath("shadow", "of", "things")) == nil)
    #expect(row(SettingsPath("people", "first.last", "name"))?.effect == .neutral)
    #expect(row(SettingsPath("channels", "site", "url"))?.effect == .loosens(.goesWhere))
    #expect(row(SettingsPath("channels", "site", "colour")) == nil)
  }

  @Test func `the guide has the table that the code reads`() throws {
    let guide = try String(
      contentsOf: Places.checkout.appending(path: "Sources/Publishing/Publishing.docc/Openings.md"),
      encoding: .utf8)
    let rows = SettingsKey.rows(connectorKeys: Self.connectorKeys)
    #expect(guide.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init) == rows.map(\.line))
  }
}
