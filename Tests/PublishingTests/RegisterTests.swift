import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport
import Testing

/// Who may do what: an expectation for each person, standing and deed, written out.
@Suite struct RegisterTests {
  private static let today = CivilDate.day("2027-01-15")

  /// The columns of the table.
  private static let deeds: [Deed] = [
    .queue, .edit, .cancel, .release, .approve, .reject, .requestOverride, .decideOverride, .withdrawOverride, .pause,
    .endPause, .adopt, .open, .resumeChannel, .confirmClock, .removeText, .addToken,
    .revokeToken,
  ]

  private static let letters: [Character: Refusal.Rule] = [
    "N": .notRegistered, "L": .hasLeft, "T": .notTrained, "R": .role, "A": .mayNotActFor, "2": .secondPerson,
  ]

  private static let everyRole: Set<Person.Role> = [.author, .approver, .director, .administrator]

  private static func person(_ login: String, trained: String?, left: String? = nil, for others: [String] = [])
    -> Person
  {
    Person(
      login: login, name: login.capitalized, roles: everyRole, trainedOn: trained.map { .day($0) },
      leftOn: left.map { .day($0) }, mayActFor: others)
  }

  /// The council's people, and some who hold every role, so that nothing but their standing can refuse them.
  private static let register = SimulatedCouncil.register(
    SimulatedCouncil.people + [
      person("zoe", trained: "2027-01-04"), person("new", trained: nil, for: ["hal"]),
      // A year's training, of which today is the first day after, and the last.
      person("old", trained: "2026-01-15"), person("due", trained: "2026-01-16"),
      person("first", trained: "2027-01-15"), person("tomorrow", trained: "2027-01-16"),
      person("gone", trained: "2027-01-04", left: "2027-01-15", for: ["hal"]),
      person("going", trained: "2027-01-04", left: "2027-01-16"),
      person("aide", trained: "2027-01-04", for: ["lef", "stranger", "new", "zoe"]),
    ])

  struct Row: Sendable, CustomTestStringConvertible {
    let actor: Actor
    let hands: Set<String>
    /// A letter for each deed; a point: allowed.
    let expected: String
    var testDescription: String { "\(actor), whose hands are \(hands.sorted())" }

    init(_ actor: Actor, hands: Set<String> = ["ben"], _ expected: String) {
      self.actor = actor
      self.hands = hands
      self.expected = expected.filter { $0 != " " }
    }
  }

  //              queue edit cancel release | approve reject | request decide withdraw | pause end | adopt open | resume clock | text | add revoke token
  static let table: [Row] = [
    Row("ann", "....  RR  .R.  .R  RR  RR  R  RR"),
    Row("hal", "....  ..  .R.  ..  RR  RR  R  RR"),
    Row("dee", "....  RR  ...  ..  ..  RR  .  RR"),
    Row("ada", "....  RR  .R.  ..  ..  ..  .  .."),
    Row("aud", "RRRR  RR  RRR  RR  RR  RR  R  RR"),
    Row("zoe", "....  ..  ...  ..  ..  ..  .  .."),
    Row("stranger", "NNNN  NN  NNN  NN  NN  NN  N  NN"),
    // What only closes asks for no training.
    Row("new", "TT.T  T.  TT.  ..  ..  ..  .  .."),
    Row("old", "TT.T  T.  TT.  ..  ..  ..  .  .."),
    Row("tomorrow", "TT.T  T.  TT.  ..  ..  ..  .  .."),
    Row("due", "....  ..  ...  ..  ..  ..  .  .."),
    Row("first", "....  ..  ...  ..  ..  ..  .  .."),
    Row("gone", "LLLL  LL  LLL  LL  LL  LL  L  LL"),
    Row("going", "....  ..  ...  ..  ..  ..  .  .."),
    // One's own.
    Row("zoe", hands: ["zoe"], "....  2.  .2.  ..  ..  ..  .  .."),
    Row("ann", hands: ["ann"], "....  RR  .R.  .R  RR  RR  R  RR"),
    // For another: the other's roles, and both are hands.
    Row(Actor("pat", actingFor: "hal"), "....  ..  .R.  ..  RR  RR  R  RR"),
    Row(Actor("pat", actingFor: "hal"), hands: ["pat"], "....  2.  .R.  ..  RR  RR  R  RR"),
    Row(Actor("pat", actingFor: "hal"), hands: ["hal"], "....  2.  .R.  ..  RR  RR  R  RR"),
    Row(Actor("aide", actingFor: "zoe"), hands: ["zoe"], "....  2.  .2.  ..  ..  ..  .  .."),
    Row(Actor("aide", actingFor: "zoe"), hands: ["aide"], "....  2.  .2.  ..  ..  ..  .  .."),
    Row(Actor("ben", actingFor: "hal"), "AAAA  AA  AAA  AA  AA  AA  A  AA"),
    Row(Actor("zoe", actingFor: "ada"), "AAAA  AA  AAA  AA  AA  AA  A  AA"),
    Row(Actor("stranger", actingFor: "hal"), "NNNN  NN  NNN  NN  NN  NN  N  NN"),
    Row(Actor("aide", actingFor: "stranger"), "NNNN  NN  NNN  NN  NN  NN  N  NN"),
    Row(Actor("aide", actingFor: "lef"), "LLLL  LL  LLL  LL  LL  LL  L  LL"),
    Row(Actor("gone", actingFor: "hal"), "LLLL  LL  LLL  LL  LL  LL  L  LL"),
    Row(Actor("new", actingFor: "hal"), "TT.T  T.  TR.  ..  RR  RR  R  RR"),
    Row(Actor("aide", actingFor: "new"), "TT.T  T.  TT.  ..  ..  ..  .  .."),
    // For oneself is for nobody else.
    Row(Actor("zoe", actingFor: "zoe"), "....  ..  ...  ..  ..  ..  .  .."),
  ]

  @Test(arguments: table)
  func `G-42: each person may do what the table says, and a refusal names its rule and who could help`(row: Row) throws
  {
    #expect(Self.deeds.count == Deed.allCases.count && Set(Self.deeds) == Set(Deed.allCases))
    try #require(row.expected.count == Self.deeds.count)
    for (deed, letter) in zip(Self.deeds, row.expected) {
      let refusal = Self.register.refusal(of: deed, by: row.actor, on: Self.today, hands: row.hands)
      let rule = letter == "." ? nil : Self.letters[letter]
      #expect(refusal?.rule == rule, "\(row.actor) to \(deed.words): \(refusal?.description ?? "allowed")")
      guard let refusal else { continue }
      #expect(refusal.description.contains("could help"), "\(refusal.description)")
      #expect(refusal.description.contains(row.actor.login) || refusal.description.contains(row.actor.principal))
    }
  }

  @Test func `refusals are sentences to the letter, and name up to three who could help`() {
    let register = SimulatedCouncil.register()
    func words(_ deed: Deed, _ actor: Actor, hands: Set<String> = []) -> String? {
      register.refusal(of: deed, by: actor, on: Self.today, hands: hands)?.description
    }
    #expect(
      words(.approve, "ann", hands: ["hal"])
        == "Ann (ann) may not approve a post: that is for the roles approver; Hia (hia) could help.")
    #expect(
      words(.approve, "hal", hands: ["hal"])
        == "Nobody may approve a post that is their own, and Hal (hal) had a hand in it; Hia (hia) could help.")
    #expect(
      words(.queue, "una")
        == "Una (una) is not trained, so may not queue a post; an administrator records a training by trained-on; Ann (ann), "
        + "Ben (ben), Hal (hal) and others could help.")
    #expect(
      words(.queue, "eve")
        == "eve is not on the list of approved people, so may not queue a post; an administrator can add them under people; "
        + "Ada (ada) could help.")
    #expect(
      words(.decideOverride, "lef")
        == "Lef (lef) left on 2027-01-15, so may not decide on an override; Dee (dee), Dan (dan) could help.")
    #expect(
      words(.queue, Actor("ben", actingFor: "hal"))
        == "Ben (ben) may not act for Hal (hal); an administrator can add it under may-act-for; Ada (ada) could help.")
    #expect(
      register.refusal(of: .emergency, by: "ann", on: Self.today)?.description
        == "Ann (ann) may not use the class emergency: that is for the roles approver, director; Hal (hal), Hia (hia), Dee "
        + "(dee) and others could help.")
    #expect(register.refusal(of: .emergency, by: "dee", on: Self.today) == nil)
    #expect(register.refusal(of: .routine, by: "ann", on: Self.today) == nil)
    let alone = Register(people: [Person(login: "ann", name: "Ann", roles: [.author], trainedOn: Self.today)])
    #expect(
      alone.refusal(of: .approve, by: "ann", on: Self.today)?.description
        == "Ann (ann) may not approve a post: that is for the roles approver; nobody on the list could help now.")
  }

  @Test func `without a term a training holds for ever, and those who could are listed in the register's order`() {
    let old = Person(login: "old", name: "Old", roles: [.author], trainedOn: .day("1999-01-01"))
    #expect(Register(people: [old]).refusal(of: .queue, by: "old", on: Self.today) == nil)
    let register = SimulatedCouncil.register()
    #expect(register.able(to: .approve, on: Self.today).map(\.login) == ["hal", "hia"])
    #expect(register.able(to: .approve, on: Self.today, besides: ["hal"]).map(\.login) == ["hia"])
    // A day earlier one more was there.
    #expect(register.able(to: .approve, on: .day("2027-01-14")).map(\.login) == ["hal", "hia", "lef"])
  }

  @Test func `who acts is written and read back, with whom it was for`() {
    for actor in [Actor("ann"), Actor("pat", actingFor: "hal"), Actor("a b c")] {
      #expect(Actor(recorded: actor.description) == actor)
    }
    #expect(Actor("pat", actingFor: "hal").hands == ["pat", "hal"])
    #expect(Actor("hal", actingFor: "hal") == Actor("hal"))
  }

  // MARK: Again, when the gate sends

  private static func leaving(_ logins: String...) -> Register {
    SimulatedCouncil.register(
      SimulatedCouncil.people.map { logins.contains($0.login) ? $0.with(leftOn: .day("2027-01-15")) : $0 })
  }

  @Test func `G-42: whoever stands behind a send must still be there, and the override's two people must be two`() {
    let override = Witnesses.Override(requester: "hia", approver: "dee")
    let all = Witnesses(author: "ann", editor: "ben", approvers: ["pat for hal"], override: override)
    func rule(_ witnesses: Witnesses, _ register: Register = SimulatedCouncil.register()) -> Refusal.Rule? {
      register.refusal(toSendBy: witnesses, of: .routine, on: Self.today)?.rule
    }
    #expect(rule(all) == nil)
    for login in ["ann", "ben", "hal", "pat", "dee"] { #expect(rule(all, Self.leaving(login)) == .hasLeft, "\(login)") }
    // Asking gives nothing away.
    #expect(rule(all, Self.leaving("hia")) == nil)
    #expect(rule(Witnesses(author: "hal", approvers: ["hal"])) == .secondPerson)
    #expect(rule(Witnesses(author: "ann", editor: "hal", approvers: ["hal"])) == .secondPerson)
    for own in [
      Witnesses(author: "dee", override: override), Witnesses(author: "ann", editor: "dee", override: override),
      Witnesses(author: "ann", override: Witnesses.Override(requester: "dee", approver: "dee")),
      Witnesses(author: "ann", override: Witnesses.Override(requester: "pat for dee", approver: "dee")),
    ] { #expect(rule(own) == .secondPerson) }
    #expect(rule(Witnesses(author: "ann", override: Witnesses.Override(requester: "hia", approver: "hal"))) == .role)
    #expect(rule(Witnesses(author: "unknown")) == .notRegistered)
  }

  @Test func `G-42: the class is asked again too, and one of its writers who may use it is enough`() {
    let register = SimulatedCouncil.register()
    func rule(_ witnesses: Witnesses) -> Refusal.Rule? {
      register.refusal(toSendBy: witnesses, of: .emergency, on: Self.today)?.rule
    }
    #expect(rule(Witnesses(author: "ann")) == .contentClass)
    #expect(rule(Witnesses(author: "ann", editor: "ben")) == .contentClass)
    #expect(rule(Witnesses(author: "hal", editor: "ben")) == nil)
    #expect(rule(Witnesses(author: "ann", editor: "dee")) == nil)
  }
}
