import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport
import Testing

/// Whether a channel has the people it needs, from day to day.
@Suite struct ChannelStaffingTests {
  private static func person(_ login: String, left: String? = nil, replacedBy: String? = nil) -> Person {
    Person(
      login: login, name: login.capitalized, roles: [.administrator], leftOn: left.map { .day($0) },
      replacedBy: replacedBy)
  }

  private static func staffing(
    _ people: [Person], administrators: [String] = ["ada"], owner: String? = "oli", officer: String? = nil
  ) -> ChannelStaffing {
    ChannelStaffing(
      Register(people: people, officer: officer), channel: "website",
      governance: Governance(administrators: administrators, owner: owner), startOfDay: TimeZone.london.startOfDay)
  }

  private static let noon = SimulatedCouncil.noon
  private static let noAdministrator =
    "The channel “website” has no current administrator; name one under administrator."
  private static let noOwner = "The channel “website” has no current owner; name one under owner."

  @Test func `a channel needs an administrator, an owner, and the officer among its administrators`() {
    let people = [Self.person("ada"), Self.person("oli"), Self.person("off")]
    #expect(Self.staffing(people).wants(at: Self.noon) == [])
    #expect(Self.staffing(people).cause(at: Self.noon) == nil)
    #expect(Self.staffing(people, administrators: []).wants(at: Self.noon) == [Self.noAdministrator])
    #expect(Self.staffing(people, owner: nil).wants(at: Self.noon) == [Self.noOwner])
    #expect(
      Self.staffing(people, administrators: ["nobody"], owner: "nobody").wants(at: Self.noon) == [
        Self.noAdministrator, Self.noOwner,
      ])
    #expect(
      Self.staffing(people, officer: "off").wants(at: Self.noon) == [
        "The E-Communications Officer, Off (off), is not among the current administrators of “website”; add them."
      ])
    #expect(Self.staffing(people, administrators: ["ada", "off"], officer: "off").wants(at: Self.noon) == [])
    guard case .condition(let condition)? = Self.staffing(people, owner: nil).cause(at: Self.noon) else {
      Issue.record("no cause")
      return
    }
    #expect(condition.kind == .staff && condition.detail.description == Self.noOwner && condition.until == nil)
  }

  @Test func `whoever replaces somebody stands in their place, along a chain and never in a circle`() {
    let chain = [
      Self.person("ada", left: "2027-01-01", replacedBy: "bea"),
      Self.person("bea", left: "2027-01-02", replacedBy: "cat"),
      Self.person("cat"), Self.person("oli"),
    ]
    #expect(Self.staffing(chain).wants(at: Self.noon) == [])
    // The officer left too, and is replaced by one of the administrators.
    #expect(Self.staffing(chain, officer: "bea").wants(at: Self.noon) == [])
    let broken = [
      Self.person("ada", left: "2027-01-01", replacedBy: "bea"), Self.person("bea", left: "2027-01-02"),
      Self.person("oli"),
    ]
    #expect(Self.staffing(broken).wants(at: Self.noon) == [Self.noAdministrator])
    let circle = [
      Self.person("ada", left: "2027-01-01", replacedBy: "bea"),
      Self.person("bea", left: "2027-01-02", replacedBy: "ada"), Self.person("oli"),
    ]
    #expect(Self.staffing(circle).wants(at: Self.noon) == [Self.noAdministrator])
    let itself = [Self.person("ada", left: "2027-01-01", replacedBy: "ada"), Self.person("oli")]
    #expect(Self.staffing(itself).wants(at: Self.noon) == [Self.noAdministrator])
    // Nobody is replaced before they leave.
    let later = [Self.person("ada", left: "2027-01-16", replacedBy: "nobody"), Self.person("oli")]
    #expect(Self.staffing(later).wants(at: Self.noon) == [])
  }

  /// The days of London's clock changes in 2027, and the days after them.
  @Test(arguments: [
    ("2027-01-16", "2027-01-16T00:00:00Z"), ("2027-03-28", "2027-03-28T00:00:00Z"),
    ("2027-03-29", "2027-03-28T23:00:00Z"), ("2027-10-31", "2027-10-30T23:00:00Z"),
    ("2027-11-01", "2027-11-01T00:00:00Z"),
  ])
  func `somebody is gone from the first instant of their day in London`(day: String, start: String) throws {
    let date = try #require(try? Date(start, strategy: .iso8601))
    let instant = Instant(millisecondsSince1970: Int64(date.timeIntervalSince1970) * 1000)
    let staffing = Self.staffing([Self.person("ada", left: day), Self.person("oli")])
    #expect(staffing.wants(at: instant.adding(.milliseconds(-1))) == [])
    #expect(staffing.wants(at: instant) == [Self.noAdministrator])
    #expect(staffing.nextEdge(after: instant.adding(.milliseconds(-1))) == instant)
    #expect(staffing.nextEdge(after: instant) == nil)
  }

  @Test func `the next edge is the next day on which anybody concerned leaves, a replacement included`() {
    let people = [
      Self.person("ada", left: "2027-02-01", replacedBy: "bea"), Self.person("bea", left: "2027-03-01"),
      Self.person("oli", left: "2027-02-15", replacedBy: "ada"), Self.person("other", left: "2027-01-20"),
    ]
    let staffing = Self.staffing(people)
    func start(_ day: String) -> Instant { TimeZone.london.startOfDay(.day(day)) }
    #expect(staffing.nextEdge(after: Self.noon) == start("2027-02-01"))
    #expect(staffing.nextEdge(after: start("2027-02-01")) == start("2027-02-15"))
    #expect(staffing.nextEdge(after: start("2027-02-15")) == start("2027-03-01"))
    #expect(staffing.wants(at: start("2027-02-15")) == [])
    #expect(staffing.wants(at: start("2027-03-01")) == [Self.noAdministrator, Self.noOwner])
  }

  // MARK: Changes of the settings

  @Test func `a leaver without a replacement is told with all their channels`() {
    var people = SimulatedCouncil.people
    people.append(Self.person("old", left: "2027-01-15"))
    let governance = ["exact": Governance(administrators: ["old"]), "mail": Governance(owner: "old")]
    let settings = SimulatedCouncil.governed(people: people, channels: governance)
    #expect(
      GovernanceChange.leavers(settings, on: .day("2027-01-15")) == [
        "Old (old) has left and nobody replaces them on exact, mail; name a replacement by replaced-by, or other people for "
          + "these channels."
      ])
    #expect(GovernanceChange.leavers(settings, on: .day("2027-01-14")) == [])
    let replaced = SimulatedCouncil.governed(
      people: people.dropLast() + [Self.person("old", left: "2027-01-15", replacedBy: "ada")], channels: governance)
    #expect(GovernanceChange.leavers(replaced, on: .day("2027-01-15")) == [])
  }
}
