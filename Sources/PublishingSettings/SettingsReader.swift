import Elections
import Foundation
package import Publishing
import Texts
import Yams

/// Reads `portcullis.yaml`: every key known, every value of its type, every name leading somewhere.
package enum SettingsReader {
  /// The largest file of settings that is read.
  package static let mostBytes = 1 << 20

  /// The settings in `text`, or every fault with its line. `file` is how faults name it; `connectors` are those that channels
  /// can have.
  package static func read(
    _ text: String, file: String, connectors: ConnectorList
  ) throws(SettingsErrors) -> Settings {
    let faults = SettingsFaults(file: file)
    guard let root = root(text, faults) else {
      if !faults.errors.isEmpty { throw SettingsErrors(errors: faults.errors) }
      return try settings(nil, connectors, faults)
    }
    return try settings(SettingsNode(node: root, path: "", faults: faults), connectors, faults)
  }

  private static func root(_ text: String, _ faults: SettingsFaults) -> Node? {
    // Before anything is made of it.
    if let excess = SettingsBounds.excess(in: text) {
      faults.add(line: excess.line, excess.message)
      return nil
    }
    do {
      // What a scalar is, the nodes' own readers say; the library's rules for it are regular expressions, whose tables take
      // longer to set up than all the rest of the reading.
      return try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      let (line, problem) = describe(error)
      faults.add(line: line, "This is no valid YAML: \(problem). Correct the line; indent by spaces, not tabs.")
    } catch {
      faults.add(line: nil, "This is no valid YAML: \(error).")
    }
    return nil
  }

  private static func describe(_ error: YamlError) -> (line: Int?, problem: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      (
        context.mark.line,
        "the key \(keys.map { "“\($0)”" }.sorted().joined(separator: ", ")) stands twice"
      )
    case .reader(let problem, _, _, _): (nil, problem)
    default: (nil, "\(error)")
    }
  }

  private static func settings(
    _ root: SettingsNode?, _ connectors: ConnectorList, _ faults: SettingsFaults
  ) throws(SettingsErrors) -> Settings {
    let known = [
      "authority", "calendars", "purdah", "sources", "channels", "people", "policy", "anchor", "service", "store",
    ]
    let keys = root?.mapping(allowing: known) ?? [:]
    let authority = Self.authority(keys["authority"], faults)
    let calendars = keys["calendars"]?.text()
    let purdah = keys["purdah"].map { Self.purdah($0) } ?? PurdahSettings()
    let sources = keys["sources"].map { Self.sources($0) } ?? []
    let policy = Self.policy(keys["policy"])
    let register = Self.register(keys["people"], policy)
    let channels = keys["channels"].flatMap {
      Self.channels($0, areas: authority?.areas, connectors: connectors, governedBy: policy, register: register)
    }
    _ = keys["store"]?.text()
    let service = keys["service"].map { Self.service($0) }
    guard faults.errors.isEmpty, let authority else {
      throw SettingsErrors(
        errors: faults.errors.enumerated()
          .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }.map(\.element))
    }
    return Settings(
      authority: authority,
      calendars: calendars,
      purdah: purdah,
      sources: sources,
      channels: channels ?? [.standIn(connectors.standIn, areas: authority.areas)],
      register: register,
      contentChecks: policy.checks,
      anchor: keys["anchor"]?.text(),
      checkpoints: service?.checkpoints ?? Settings.Checkpoints(),
      service: service?.service ?? ServiceSettings(),
      redactions: policy.redactions,
      written: root.map { SettingsPath.values(in: $0.node) } ?? [:],
      areaLines: root.map { areaLines($0.node) } ?? [:],
      isBuiltIn: false
    )
  }

  /// Where each area of the authority and of its channels first stands.
  private static func areaLines(_ root: Node) -> [Area: Int] {
    let channels = root["channels"]?.mapping?.values.map { $0 } ?? []
    let lists = ([root["authority"]].compactMap(\.self) + channels).compactMap { $0["areas"]?.sequence }
    let places = lists.joined().compactMap { node in
      node.scalar.flatMap { Area($0.string) }.map { ($0, node.mark?.line ?? 1) }
    }
    return Dictionary(places, uniquingKeysWith: min)
  }

  private static func authority(_ node: SettingsNode?, _ faults: SettingsFaults) -> Settings.Authority? {
    let keys = node?.mapping(allowing: ["name", "nation", "time-zone", "areas"]) ?? [:]
    let zoneName = keys["time-zone"]?.text() ?? Settings.defaultZoneName
    guard let zone = ZoneCheck.zone(named: zoneName) else {
      let message =
        "“\(zoneName)” is no time zone of the IANA database."
        + NearMiss.question(zoneName, among: TimeZone.knownTimeZoneIdentifiers) + " Write it as Europe/London."
      faults.add(line: keys["time-zone"]?.line, message)
      return nil
    }
    return Settings.Authority(
      name: keys["name"]?.text(),
      nation: keys["nation"]?.choice(Nation.self) ?? .england,
      zone: zone,
      areas: keys["areas"].flatMap { Self.areas($0) }
    )
  }

  static func areas(_ node: SettingsNode) -> [Area]? {
    guard let list = node.list() else { return nil }
    guard !list.isEmpty else {
      node.fault("“\(node.path)” is empty, so no election would close anything; name an area, or leave it out for all.")
      return nil
    }
    return list.compactMap { $0.area() }
  }

  private static func purdah(_ node: SettingsNode) -> PurdahSettings {
    var settings = PurdahSettings()
    let keys =
      node.mapping(allowing: ["general-election-starts", "scottish-notice", "ends", "extra-non-working-days"]) ?? [:]
    if let choice = keys["general-election-starts"]?.choice(PurdahSettings.GeneralElectionStart.self) {
      settings.generalElectionStarts = choice
    }
    if let choice = keys["scottish-notice"]?.choice(PurdahSettings.ScottishNotice.self) {
      settings.scottishNotice = choice
    }
    if let choice = keys["ends"]?.choice(PurdahSettings.End.self) { settings.ends = choice }
    if let days = keys["extra-non-working-days"]?.list() {
      settings.extraNonWorkingDays = Set(days.compactMap { $0.date() })
    }
    return settings
  }

  private static func sources(_ node: SettingsNode) -> [SourceRule] {
    guard let list = node.list() else { return [] }
    return list.compactMap { item in
      guard let keys = item.mapping(allowing: ["file", "summary", "treat-as"]) else { return nil }
      guard let treatAs = keys["treat-as"] else {
        item.fault(
          "This rule under “sources” has no treat-as; write {kind: local, area: local.peterborough}, or ignore.")
        return nil
      }
      guard keys["file"] != nil || keys["summary"] != nil else {
        item.fault("This rule under “sources” matches every event; give it a file or a summary.")
        return nil
      }
      guard let treatment = Self.treatment(treatAs) else { return nil }
      return SourceRule(
        file: keys["file"]?.text(), summary: keys["summary"]?.text(), treatment: treatment, line: item.line)
    }
  }

  private static func treatment(_ node: SettingsNode) -> SourceRule.Treatment? {
    if case .scalar(let scalar) = node.node {
      if scalar.string == "ignore" { return .ignore }
      node.fault("“treat-as” is ignore, or {kind: …, area: …}.")
      return nil
    }
    guard let keys = node.mapping(allowing: ["kind", "area", "nation"]) else { return nil }
    guard let kindNode = keys["kind"] else {
      node.fault("“treat-as” names no kind; write {kind: local, area: local.peterborough}.")
      return nil
    }
    guard let kind = kindNode.choice(ElectionKind.self) else { return nil }
    return .election(kind: kind, area: keys["area"]?.area(), nation: keys["nation"]?.choice(Nation.self))
  }
}
