import Desk
import Elections
import Foundation
import TestSupport
import Testing

/// The register, approvals, overrides and pauses through the built program.
@Suite struct PeopleCommandTests {
  /// The system's own login, which the program records and nobody can choose.
  private static let login = NSUserName()

  private static func day(_ days: Int) -> String {
    Date(timeIntervalSinceNow: TimeInterval(days) * 86_400).formatted(.iso8601.year().month().day())
  }

  private static func instant(inSeconds seconds: Double) -> String {
    Date(timeIntervalSinceNow: seconds).formatted(.iso8601)
  }

  /// A council that keeps a register. `people` are lines such as `ann: {roles: [author]}`.
  private static func settings(
    people: [String], administrator: String, owner: String, policy: [String] = []
  ) -> String {
    let channels = Council.settings.replacingOccurrences(
      of: "    connector: feed\n",
      with: "    connector: feed\n    administrator: \(administrator)\n    owner: \(owner)\n")
    return channels + "people:\n" + people.map { "  \($0)\n" }.joined()
      + (policy.isEmpty ? "" : "policy:\n" + policy.map { "  \($0)\n" }.joined())
  }

  private static func person(
    _ login: String, _ name: String, _ roles: String, trained: Int? = -30, _ more: String = ""
  ) -> String {
    let training = trained.map { ", trained-on: \(day($0))" } ?? ""
    return "\(login): {name: \(name), roles: [\(roles)]\(training)\(more)}"
  }

  /// One person alone with these roles.
  private static func alone(_ roles: String, policy: [String] = [], trained: Int? = -30) -> String {
    settings(
      people: [person(login, "Ann", roles, trained: trained), person("boss", "Bea", "director")], administrator: login,
      owner: login, policy: policy)
  }

  private func events(_ council: Council) throws -> [String] {
    let entries = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
    return entries.compactMap { $0["event"] as? String }
  }

  private func awaiting(_ outcome: Program.Outcome) -> [String] {
    (outcome.object["posts"] as? [[String: Any]] ?? []).compactMap { $0["post"] as? String }
  }

  // MARK: Several people

  @Test(.enabled(if: !OtherLogin.all.isEmpty, "the system lets no test act as another login"))
  func `G-40, G-41: the whole way: queued, approved, held, and let out by two others; exactly one post`() throws {
    let (approver, director, officer) = (OtherLogin.all[0], OtherLogin.all[1], OtherLogin.all[2])
    let council = try Council(
      settings: Self.settings(
        people: [
          Self.person(Self.login, "Ann", "author, approver", ", may-act-for: [\(director.name)]"),
          Self.person(approver.name, "Hal", "approver"), Self.person(director.name, "Dee", "director"),
          Self.person(officer.name, "Ada", "administrator", trained: nil),
        ], administrator: officer.name, owner: director.name,
        policy: ["training-valid-for: 365d", "e-communications-officer: \(officer.name)", "approval: always"]))
    #expect(try council.run("adopt").status == 0)
    try council.closeNow()
    let author = try council.run("adopt")
    #expect(author.status == 77 && author.errors.contains("Dee (\(director.name)), Ada (\(officer.name)) could help"))
    let adopted = try council.run(as: officer, "adopt")
    #expect(adopted.status == 0, "\(adopted.errors)")

    let first = try council.add("The first")
    let second = try council.add("The second")
    let held = try #require(try council.deliveries(first)["website"])
    let types = (held["causes"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
    #expect(Set(types) == ["purdah-window", "awaiting-approval"], "\(types)")
    #expect(awaiting(try council.run("post", "list", "--awaiting", "me", "--format", "json")).isEmpty)
    #expect(
      awaiting(try council.run(as: approver, "post", "list", "--awaiting", "me", "--format", "json")) == [
        first, second,
      ])
    let own = try council.run("post", "approve", first)
    #expect(own.status == 77, "\(own.errors)")
    #expect(
      own.errors.contains("Nobody may approve a post that is their own")
        && own.errors.contains("Hal (\(approver.name)) could help"))
    #expect(try council.run(as: director, "post", "approve", first).status == 77)
    for post in [first, second] {
      #expect(try council.run(as: approver, "post", "show", post).status == 0)
      #expect(try council.run(as: approver, "post", "approve", post).status == 0)
    }
    #expect(try council.run(as: approver, "post", "approve", first).status == 77)
    #expect(awaiting(try council.run(as: approver, "post", "list", "--awaiting", "me", "--format", "json")).isEmpty)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)

    let until = Self.instant(inSeconds: 3000)
    let asked = try council.run(
      "override", "request", first, "--basis", "public-safety", "--reason", "A flood", "--until", until, "--format",
      "json")
    #expect(asked.status == 0 && asked.object["state"] as? String == "requested", "\(asked.errors)")
    let wrong = try council.run(as: approver, "override", "approve", "1")
    #expect(wrong.status == 77 && wrong.errors.contains("Dee (\(director.name)) could help"), "\(wrong.errors)")
    // Acting for the director leaves one's own hand in it.
    let disguised = try council.run("override", "approve", "1", "--as", director.name)
    #expect(disguised.status == 77 && disguised.errors.contains("their own"), "\(disguised.errors)")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    #expect(try council.run(as: director, "post", "show", first).status == 0)
    let approved = try council.run(as: director, "override", "approve", "1", "--reason", "Residents must know")
    #expect(approved.status == 0, "\(approved.errors)")
    let status = try council.run("status", "--format", "json")
    let overrides = (status.object["channels"] as? [[String: Any]])?.first?["overrides"] as? [[String: Any]]
    #expect(overrides?.compactMap { $0["delivery"] as? String } == ["\(first)/website"])
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>The first</p>"])
    #expect(try council.deliveries(second)["website"]?["state"] as? String == "queued")

    let list = try council.run("override", "list", "--format", "json").object["overrides"] as? [[String: Any]]
    #expect(list?.first?["state"] as? String == "used" && list?.first?["decider"] as? String == director.name)
    let own1 =
      try council.run("audit", "list", "--post", first, "--format", "json").object["entries"] as? [[String: Any]]
    #expect(
      own1?.compactMap { $0["event"] as? String } == [
        "submitted", "approved", "override-requested", "override-approved", "override-used", "sending", "published",
      ])
    #expect(
      own1?.prefix(4).compactMap { $0["actor"] as? String } == [Self.login, approver.name, Self.login, director.name])
    #expect(try council.run("audit", "verify").status == 0)
    #expect(try council.run("override", "withdraw", "1", "--reason", "late").status == 65)
  }

  @Test(.enabled(if: !OtherLogin.all.isEmpty, "the system lets no test act as another login"))
  func `a rejected post waits in review with who rejected it; a stranger may do nothing but look`() throws {
    let approver = OtherLogin.all[0]
    let council = try Council(
      settings: Self.settings(
        people: [
          Self.person(Self.login, "Ann", "author, administrator"), Self.person(approver.name, "Hal", "approver"),
        ],
        administrator: Self.login, owner: Self.login))
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("Vote for us")
    #expect(try council.run(as: approver, "post", "reject", post, "--reason", "It is partisan").status == 0)
    let delivery = try #require(try council.deliveries(post)["website"])
    #expect(delivery["state"] as? String == "review")
    #expect((delivery["reason"] as? String)?.contains("Rejected by \(approver.name): It is partisan") == true)
    let stranger = OtherLogin.all[1]
    for arguments in [
      ["post", "add", "website", "--at", "now", "--text", "a"], ["post", "edit", post, "--text", "b"],
      ["post", "cancel", post, "--reason", "x"], ["pause", "website", "--reason", "x"],
      ["override", "request", post, "--basis", "emergency", "--reason", "x", "--until", Self.instant(inSeconds: 60)],
    ] {
      let outcome = try Program.run(
        arguments, in: council.folder.url, environment: council.environment, login: stranger, program: council.program)
      #expect(outcome.status == 77, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains("\(stranger.name) is not on the list of approved people"), "\(outcome.errors)")
      #expect(outcome.errors.contains("Ann (\(Self.login)) could help"), "\(outcome.errors)")
    }
    #expect(try council.run(as: stranger, "status").status == 0)
    #expect(try council.run(as: stranger, "post", "list").status == 0)
  }

  // MARK: One person

  @Test func `refusals end with 77, and name the rule and who could help`() throws {
    let council = try Council(settings: Self.alone("author"))
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("Mine")
    let approval = try council.run("post", "approve", post)
    #expect(
      approval.status == 77 && approval.errors.contains("that is for the roles approver; nobody on the list could help")
    )
    let stranger = try council.run("post", "approve", post, "--as", "eve")
    #expect(stranger.status == 77 && stranger.errors.contains("eve is not on the list of approved people"))
    let other = try council.run("post", "cancel", post, "--reason", "x", "--as", "boss")
    #expect(other.status == 77 && other.errors.contains("may not act for Bea (boss)"), "\(other.errors)")
    let clock = try council.run("gate", "confirm-clock", "--reason", "x")
    #expect(clock.status == 77 && clock.errors.contains("vouch for the clock"), "\(clock.errors)")
    let events = try events(council)
    #expect(events == ["adopted", "submitted"])
  }

  @Test func `a person without training may pause, and may not queue`() throws {
    let council = try Council(settings: Self.alone("author", policy: ["training-valid-for: 365d"], trained: -365))
    #expect(try council.run("adopt").status == 0)
    let add = try council.run("post", "add", "website", "--at", "now", "--text", "a")
    #expect(add.status == 77 && add.errors.contains("was last trained on \(Self.day(-365)), too long ago"))
    #expect(try council.run("pause", "website", "--reason", "An incident").status == 0)
    let check = try council.run("people", "check", "--format", "json")
    #expect(check.object["untrained"] as? [String] == [Self.login])
  }

  @Test func `a pause closes with status 3 and its cause, and ends by those who may end it`() throws {
    let council = try Council(settings: Self.alone("author, approver"))
    #expect(try council.run("adopt").status == 0)
    #expect(try council.run("status").status == 0)
    #expect(try council.run("pause", "--reason", "x").status == 64)
    #expect(try council.run("pause", "website", "--all", "--reason", "x").status == 64)
    #expect(try council.run("pause", "website", "--reason", "x", "--until", Self.instant(inSeconds: -9)).status == 64)
    #expect(try council.run("pause", "website", "--reason", "A death in the family of the mayor").status == 0)
    let status = try council.run("status", "--format", "json")
    #expect(status.status == 3)
    let channels = status.object["channels"] as? [[String: Any]] ?? []
    #expect(channels.compactMap { $0["state"] as? String } == ["closed", "open"])
    let cause = (channels.first?["causes"] as? [[String: Any]])?.first
    #expect(cause?["type"] as? String == "paused", "\(String(describing: cause))")
    #expect(try council.run("status").output.contains("A death in the family of the mayor"))
    let post = try council.add("Held")
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "hold")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    #expect(try council.run("resume", "--all", "--reason", "over").output.contains("Paused now: website"))
    #expect(try council.run("resume", "website", "--reason", "It is over").status == 0)
    #expect(try council.run("status").status == 0)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>Held</p>"])
    let audit = try events(council)
    #expect(audit.filter { $0.hasPrefix("pause") } == ["paused", "pause-ended"])
    // An author alone may pause, and not end it; nor by a shorter one.
    let author = try Council(settings: Self.alone("author"))
    #expect(try author.run("adopt").status == 0)
    #expect(try author.run("pause", "--all", "--reason", "An incident").status == 0)
    let resumed = try author.run("resume", "--all", "--reason", "over")
    #expect(resumed.status == 77 && resumed.errors.contains("Bea (boss) could help"), "\(resumed.errors)")
    #expect(
      try author.run("pause", "--all", "--reason", "x", "--until", Self.instant(inSeconds: 5)).status == 77)
    #expect(try author.run("status").status == 3)
  }

  // MARK: Settings

  @Test func `who left without a replacement is not adopted, with a list of their channels`() throws {
    func settings(_ more: String) -> String {
      Self.settings(
        people: [
          Self.person(Self.login, "Ann", "administrator"),
          Self.person("old", "Olga", "administrator", ", left-on: \(Self.day(-1))\(more)"),
        ], administrator: "[\(Self.login), old]", owner: Self.login)
    }
    let council = try Council(settings: settings(""))
    let refused = try council.run("adopt")
    #expect(
      refused.status == 65
        && refused.errors.contains("Olga (old) has left and nobody replaces them on website, intranet"),
      "\(refused.errors)")
    let check = try council.run("people", "check")
    #expect(check.status == 65 && check.output.contains("nobody replaces them on website, intranet"))
    try council.folder.write("portcullis.yaml", settings(", replaced-by: \(Self.login)"))
    #expect(try council.run("people", "check").status == 0)
    #expect(try council.run("adopt").status == 0)
  }

  @Test func `people check names the channels that nobody answers for, and they hold for everything`() throws {
    let council = try Council(
      settings: Council.settings + "people:\n  \(Self.person(Self.login, "Ann", "author, administrator"))\n")
    let check = try council.run("people", "check", "--format", "json")
    let problems = check.object["problems"] as? [String] ?? []
    #expect(check.status == 65 && problems.count == 4 && problems[0].contains("“website” has no current administrator"))
    let adopted = try council.run("adopt")
    #expect(adopted.status == 0 && adopted.output.contains("has no current owner"), "\(adopted.errors)")
    #expect(try council.run("status").status == 4)
    _ = try council.add("Held")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
  }

  @Test func `asking for less than before needs --confirm-opening`() throws {
    let council = try Council(settings: Self.alone("author, administrator", policy: ["approval: always"]))
    #expect(try council.run("adopt").status == 0)
    try council.folder.write(
      "portcullis.yaml", Self.alone("author, administrator", policy: ["approval: during-purdah"]))
    let refused = try council.run("adopt", "--format", "json")
    #expect(refused.status == 77 && refused.errors.contains("would loosen a rule"), "\(refused.errors)")
    #expect(
      (refused.object["loosened"] as? [String])?.first == "“website” would need fewer approvals for routine posts.")
    let agreed = try council.run("adopt", "--confirm-opening", "--reason", "Agreed by the board")
    #expect(agreed.status == 0, "\(agreed.errors)")
    try council.folder.write("portcullis.yaml", Council.settings)
    let without = try council.run("adopt")
    #expect(without.status == 77 && without.output.contains("No register would be kept any more"))
    try council.folder.write(
      "portcullis.yaml", Self.alone("author, administrator", policy: ["approval: always"]))
    #expect(try council.run("adopt").status == 0)
  }

  @Test func `statutory and emergency posts say why, where a register is kept`() throws {
    let arguments = ["post", "add", "website", "--at", "now", "--text", "Notice of poll", "--class", "statutory"]
    let council = try Council(settings: Self.alone("author"))
    #expect(try council.run("adopt").status == 0)
    func add(to council: Council, _ more: String...) throws -> Program.Outcome {
      try Program.run(
        arguments + more, in: council.folder.url, environment: council.environment, program: council.program)
    }
    let refused = try add(to: council)
    #expect(refused.status == 77 && refused.errors.contains("--basis"), "\(refused.errors)")
    #expect(try add(to: council, "--basis", "Representation of the People Act 1983").status == 0)
    let free = try Council()
    #expect(try free.run("adopt").status == 0)
    #expect(try add(to: free).status == 0)
  }

  @Test func `without a register everything works as before, and status and settings check say so once`() throws {
    let sentence = "No register of people is kept, so anyone with access may publish; list them under people."
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    for arguments in [["status"], ["settings", "check"], ["people", "check"], ["people", "list"]] {
      let outcome = try Program.run(
        arguments, in: council.folder.url, environment: council.environment, program: council.program)
      #expect(outcome.status == 0)
      #expect(outcome.output.components(separatedBy: sentence).count == 2, "\(arguments): \(outcome.output)")
    }
    let post = try council.add("Bins")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>Bins</p>"])
    #expect(try council.run("post", "cancel", post, "--reason", "x").status == 65)
    // One person alone lets nothing out of a blackout even here.
    try council.closeNow()
    #expect(try council.run("adopt").status == 0)
    let held = try council.add("Held")
    let until = Self.instant(inSeconds: 3000)
    #expect(
      try council.run(
        "override", "request", held, "--basis", "emergency", "--reason", "A flood", "--until", until
      ).status == 0)
    for extra in [[], ["--as", "boss"]] {
      let own = try Program.run(
        ["override", "approve", "1"] + extra, in: council.folder.url, environment: council.environment,
        program: council.program)
      #expect(own.status == 77 && own.errors.contains("needs a second person"), "\(own.errors)")
    }
    let kept = try Council(settings: Self.alone("author"))
    #expect(!(try kept.run("settings", "check").output.contains(sentence)))
  }
}
