import Elections
import Foundation
import Yams

/// Reads `portcullis.yaml`: every key known, every value of its type, every name leading somewhere.
package enum SettingsReader {
  /// The settings in `text`, or every fault with its line. `file` is how faults name it.
  package static func read(_ text: String, file: String) throws(SettingsErrors) -> Settings {
    let faults = SettingsFaults(file: file)
    guard let root = root(text, faults) else {
      if !faults.errors.isEmpty { throw SettingsErrors(errors: faults.errors) }
      return try settings(nil, faults)
    }
    return try settings(SettingsNode(node: root, path: "", faults: faults), faults)
  }

  private static func root(_ text: String, _ faults: SettingsFaults) -> Node? {
    do {
      return try Yams.compose(yaml: text)
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

  private static func settings(_ root: SettingsNode?, _ faults: SettingsFaults) throws(SettingsErrors) -> Settings {
    let keys = root?.mapping(allowing: ["authority", "calendars", "purdah", "sources", "channels"]) ?? [:]
    let authority = Self.authority(keys["authority"], faults)
    let calendars = keys["calendars"]?.text()
    let purdah = keys["purdah"].map { Self.purdah($0) } ?? PurdahSettings()
    let sources = keys["sources"].map { Self.sources($0) } ?? []
    let channels = keys["channels"].flatMap { Self.channels($0, areas: authority?.areas) }
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
      channels: channels ?? [.standIn(areas: authority.areas)],
      isBuiltIn: false
    )
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

  private static func areas(_ node: SettingsNode) -> [Area]? {
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
      return SourceRule(file: keys["file"]?.text(), summary: keys["summary"]?.text(), treatment: treatment)
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

  // MARK: Channels

  private static func channels(_ node: SettingsNode, areas: [Area]?) -> [Channel]? {
    guard let entries = node.entries() else { return nil }
    guard !entries.isEmpty else {
      node.fault("“channels” is empty; name a channel, or leave the key out for one that stands in.")
      return nil
    }
    let channels = entries.compactMap { id, entry in
      channel(id, entry.node, keyLine: entry.keyLine, areas: areas)
    }
    var feeds: [String: String] = [:]
    for channel in channels {
      guard case .feed(let path) = channel.connector else { continue }
      if let other = feeds.updateValue(channel.id, forKey: path) {
        node.fault("The channels “\(other)” and “\(channel.id)” write the same path, “\(path)”; give each its own.")
      }
    }
    return channels
  }

  private static let commonKeys = ["name", "connector", "areas", "closes-for", "pace", "late-after"]
  private static let connectorKeys: [String: [String]] = [
    "feed": ["path"],
    "webhook": ["url", "secret-file", "secret-env", "allow-insecure", "receiver-dedupes"],
  ]

  private static func channel(_ id: String, _ node: SettingsNode, keyLine: Int?, areas authorityAreas: [Area]?)
    -> Channel?
  {
    let isName =
      !id.isEmpty && !id.hasPrefix("-")
      && id.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
    guard isName else {
      node.faults.add(
        line: keyLine,
        "“\(id)” cannot name a channel; use lower-case letters, digits, - and _, and put what people read into name.")
      return nil
    }
    guard let entries = node.entries() else { return nil }
    let values = Dictionary(entries.map { ($0.key, $0.value.node) }, uniquingKeysWith: { first, _ in first })
    guard let connectorNode = values["connector"] else {
      node.faults.add(line: keyLine, "The channel “\(id)” has no connector; it is one of feed, webhook.")
      return nil
    }
    guard let connectorName = connectorNode.text() else { return nil }
    guard let ownKeys = connectorKeys[connectorName] else {
      let known = connectorKeys.keys.sorted()
      connectorNode.fault(
        "“\(connectorName)” is no connector.\(NearMiss.question(connectorName, among: known)) It is one of "
          + "\(known.joined(separator: ", ")).")
      return nil
    }
    guard let keys = node.mapping(allowing: commonKeys + ownKeys) else { return nil }
    let connector = connectorName == "feed" ? feed(id, keys, keyLine, node) : webhook(id, keys, keyLine, node)
    let closesFor = keys["closes-for"].map { Self.classes($0) } ?? ContentClass.allCases
    let channelAreas = keys["areas"].flatMap { Self.areas($0) }
    let pace = keys["pace"].flatMap { $0.pace() }
    let lateAfter = keys["late-after"].flatMap { $0.duration() }
    let name = keys["name"]?.text() ?? id
    guard let connector else { return nil }
    return Channel(
      id: id,
      name: name,
      connector: connector,
      areas: channelAreas ?? authorityAreas,
      closesFor: closesFor,
      pace: pace,
      lateAfter: lateAfter ?? Channel.defaultLateAfter
    )
  }

  private static func feed(
    _ id: String, _ keys: [String: SettingsNode], _ line: Int?, _ node: SettingsNode
  ) -> ConnectorSettings? {
    guard let path = keys["path"] else {
      node.faults.add(line: line, "The channel “\(id)” has no path; name the Atom file that it writes.")
      return nil
    }
    return path.text().map { .feed(path: $0) }
  }

  private static func webhook(
    _ id: String, _ keys: [String: SettingsNode], _ line: Int?, _ node: SettingsNode
  ) -> ConnectorSettings? {
    guard let urlNode = keys["url"] else {
      node.faults.add(line: line, "The channel “\(id)” has no url; name where its posts are sent.")
      return nil
    }
    guard let text = urlNode.text() else { return nil }
    let allowsInsecure = keys["allow-insecure"]?.flag() ?? false
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host(), !host.isEmpty
    else {
      urlNode.fault("“\(text)” in “\(urlNode.path)” is no address; write it as https://example.org/hook.")
      return nil
    }
    guard url.user() == nil, url.password() == nil else {
      urlNode.fault(
        "“\(urlNode.path)” holds a name or password; no secret stands in the settings. Use secret-file or secret-env.")
      return nil
    }
    guard scheme == "https" || allowsInsecure || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) else {
      urlNode.fault("“\(urlNode.path)” is plain http to another machine; use https, or set allow-insecure: true.")
      return nil
    }
    if keys["secret-file"] != nil, let second = keys["secret-env"] {
      second.fault("The channel “\(id)” has both secret-file and secret-env; keep one.")
      return nil
    }
    let secret =
      keys["secret-file"].flatMap { $0.text() }.map(SecretReference.file)
      ?? keys["secret-env"].flatMap { $0.text() }.map(SecretReference.environment)
    return .webhook(
      url: text, secret: secret, allowsInsecure: allowsInsecure,
      receiverDedupes: keys["receiver-dedupes"]?.flag() ?? false)
  }

  private static func classes(_ node: SettingsNode) -> [ContentClass] {
    guard let list = node.list() else { return [] }
    if list.isEmpty {
      node.fault("“\(node.path)” is empty, so the channel would never close; name a class, or leave it out for all.")
    }
    var classes: [ContentClass] = []
    for item in list {
      if let name = item.choice(ContentClass.self), !classes.contains(name) { classes.append(name) }
    }
    return classes
  }
}
