import Elections
import Publishing
import Texts
import Yams

/// The register of people, and the policy on what posts need.
extension SettingsReader {
  static let policyKeys = [
    "training-valid-for", "e-communications-officer", "approval", "content-checks", "classes", "redactions",
  ]

  /// What stands under `policy`, read once for the register, the channels and the checks.
  struct Policy {
    var trainingDays: Int?
    var officer: String?
    var approvals: [ContentClass: ApprovalRule] = [:]
    var checks: ContentChecks?
    var classRoles: [ContentClass: Set<Person.Role>] = [:]
    var redactions: [String] = []
    fileprivate var officerNode: SettingsNode?
  }

  static func policy(_ node: SettingsNode?) -> Policy {
    var policy = Policy()
    guard let keys = node?.mapping(allowing: policyKeys) else { return policy }
    if let duration = keys["training-valid-for"]?.duration() {
      policy.trainingDays = max(1, Int(duration.components.seconds / 86_400))
    }
    policy.officer = keys["e-communications-officer"]?.text()
    policy.officerNode = keys["e-communications-officer"]
    policy.approvals = keys["approval"].map(approvals) ?? [:]
    policy.checks = keys["content-checks"].flatMap(contentChecks)
    for (name, entry) in keys["classes"]?.entries() ?? [] {
      guard let contentClass = ContentClass(rawValue: name) else {
        let known = ContentClass.allCases.map(\.rawValue)
        entry.faults.add(
          line: entry.keyLine,
          "“\(name)” is no class.\(NearMiss.question(name, among: known)) It is one of \(known.joined(separator: ", "))."
        )
        continue
      }
      policy.classRoles[contentClass] = roles(entry.node)
    }
    policy.redactions = keys["redactions"]?.list()?.compactMap { $0.text() } ?? []
    return policy
  }

  static func register(_ node: SettingsNode?, _ policy: Policy) -> Register? {
    guard let node, let entries = node.entries() else {
      policy.officerNode?.fault("An E-Communications Officer is named, and nobody is listed under people; add them.")
      return nil
    }
    guard !entries.isEmpty else {
      node.fault("“people” is empty, so nobody could publish; list people, or leave the key out to keep no register.")
      return nil
    }
    let people = entries.compactMap { login, entry in person(login, entry) }
    let logins = people.map(\.login)
    func known(_ login: String, _ node: SettingsNode?) {
      guard !logins.contains(login) else { return }
      node?.fault("“\(login)” is not listed under people.\(NearMiss.question(login, among: logins))")
    }
    if let officer = policy.officer { known(officer, policy.officerNode) }
    for (login, entry) in entries {
      guard let person = people.first(where: { $0.login == login }) else { continue }
      for other in person.mayActFor + (person.replacedBy.map { [$0] } ?? []) { known(other, entry.node) }
    }
    return Register(
      people: people, trainingDays: policy.trainingDays, officer: policy.officer, classRoles: policy.classRoles)
  }

  private static func person(_ login: String, _ entry: SettingsNode.Entry) -> Person? {
    guard !login.contains(where: \.isWhitespace), !login.isEmpty else {
      entry.faults.add(line: entry.keyLine, "“\(login)” cannot be a login; write it as the operating system does.")
      return nil
    }
    let known = ["name", "email", "roles", "trained-on", "left-on", "replaced-by", "may-act-for"]
    guard let keys = entry.node.mapping(allowing: known) else { return nil }
    guard let rolesNode = keys["roles"] else {
      let names = Person.Role.allCases.map(\.rawValue).joined(separator: ", ")
      entry.faults.add(line: entry.keyLine, "“\(login)” has no roles; give some of \(names).")
      return nil
    }
    return Person(
      login: login, name: keys["name"]?.text() ?? login, email: keys["email"]?.text(), roles: roles(rolesNode),
      trainedOn: keys["trained-on"]?.date(), leftOn: keys["left-on"]?.date(), replacedBy: keys["replaced-by"]?.text(),
      mayActFor: keys["may-act-for"]?.list()?.compactMap { $0.text() } ?? [])
  }

  private static func roles(_ node: SettingsNode) -> Set<Person.Role> {
    Set((node.list() ?? []).compactMap { $0.choice(Person.Role.self) })
  }

  // MARK: Approvals and checks

  /// `always`, or for each class `always` or `{when: always, tiers: 2}`.
  static func approvals(_ node: SettingsNode) -> [ContentClass: ApprovalRule] {
    if case .scalar = node.node {
      guard let when = node.choice(ApprovalRule.When.self) else { return [:] }
      return Dictionary(uniqueKeysWithValues: ContentClass.allCases.map { ($0, ApprovalRule(when: when)) })
    }
    guard let keys = node.mapping(allowing: ContentClass.allCases.map(\.rawValue)) else { return [:] }
    var rules: [ContentClass: ApprovalRule] = [:]
    for contentClass in ContentClass.allCases {
      rules[contentClass] = keys[contentClass.rawValue].flatMap(approvalRule)
    }
    return rules
  }

  private static func approvalRule(_ node: SettingsNode) -> ApprovalRule? {
    if case .scalar = node.node { return node.choice(ApprovalRule.When.self).map { ApprovalRule(when: $0) } }
    guard let keys = node.mapping(allowing: ["when", "tiers"]) else { return nil }
    guard let when = keys["when"].map({ $0.choice(ApprovalRule.When.self) }) ?? .always,
      let tiers = keys["tiers"].map({ $0.wholeNumber(1...ApprovalRule.mostTiers) }) ?? 1
    else { return nil }
    return ApprovalRule(when: when, tiers: tiers)
  }

  private static func contentChecks(_ node: SettingsNode) -> ContentChecks? {
    guard let keys = node.mapping(allowing: ["terms", "terms-file", "when"]) else { return nil }
    let when = keys["when"].map { $0.choice(ApprovalRule.When.self) } ?? .duringPurdah
    guard let when else { return nil }
    guard when != .never else {
      keys["when"]?.fault(
        "“policy.content-checks.when” is always or during-purdah; leave content-checks out for never.")
      return nil
    }
    let terms = keys["terms"]?.list()?.compactMap { $0.text() } ?? []
    let file = keys["terms-file"]?.text()
    guard !terms.isEmpty || file != nil else {
      node.fault("“policy.content-checks” names no terms; give terms, or a terms-file.")
      return nil
    }
    return ContentChecks(terms: terms, termsFile: file, when: when)
  }

  // MARK: A channel's people

  static let governanceKeys = ["administrator", "owner", "hand-over", "approval"]

  static func governance(_ keys: [String: SettingsNode], _ policy: Policy, register: Register?) -> Governance {
    let logins = register?.people.map(\.login)
    func login(_ node: SettingsNode) -> String? {
      guard let login = node.text() else { return nil }
      if let logins, !logins.contains(login) {
        node.fault("“\(login)” is not listed under people.\(NearMiss.question(login, among: logins))")
      }
      return login
    }
    var governance = Governance()
    if let node = keys["administrator"] {
      // One or several.
      let isOne = if case .scalar = node.node { true } else { false }
      governance.administrators = (isOne ? [node] : node.list() ?? []).compactMap(login)
    }
    governance.owner = keys["owner"].flatMap(login)
    governance.approvals = policy.approvals.merging(keys["approval"].map(approvals) ?? [:]) { $1 }
    if let node = keys["hand-over"], let parts = node.mapping(allowing: ["partner", "to", "confirmed-on"]) {
      guard let partner = parts["partner"]?.text(), let to = parts["to"].flatMap(login) else {
        node.fault("“\(node.path)” needs a partner and whom the account goes to, as in {partner: A trust, to: login}.")
        return governance
      }
      governance.handOver = HandOver(partner: partner, to: to, confirmedOn: parts["confirmed-on"]?.date())
    }
    return governance
  }
}
