import Elections
import Publishing

extension SettingsReader {
  static func channels(
    _ node: SettingsNode, areas: [Area]?, connectors: ConnectorList, governedBy policy: Policy, register: Register?
  ) -> [Channel]? {
    guard let entries = node.entries() else { return nil }
    guard !entries.isEmpty else {
      node.fault("“channels” is empty; name a channel, or leave the key out for one that stands in.")
      return nil
    }
    let channels = entries.compactMap { id, entry in
      channel(id, entry.node, keyLine: entry.keyLine, areas: areas, connectors, policy, register)
    }
    var writers: [String: String] = [:]
    for channel in channels {
      guard let path = channel.connector.ownFile else { continue }
      if let other = writers.updateValue(channel.id, forKey: path) {
        node.fault("The channels “\(other)” and “\(channel.id)” write the same path, “\(path)”; give each its own.")
      }
    }
    return channels
  }

  private static let commonKeys =
    ["name", "connector", "areas", "closes-for", "pace", "late-after"] + governanceKeys

  private static func channel(
    _ id: String, _ node: SettingsNode, keyLine: Int?, areas authorityAreas: [Area]?,
    _ connectors: ConnectorList, _ policy: Policy, _ register: Register?
  ) -> Channel? {
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
      let known = connectors.names.joined(separator: ", ")
      node.faults.add(line: keyLine, "The channel “\(id)” has no connector; it is one of \(known).")
      return nil
    }
    guard let connector = connectorNode.choice(among: connectors.names).flatMap({ connectors[$0] }),
      let keys = node.mapping(allowing: commonKeys + connector.kind.keys)
    else { return nil }
    let settings = connector.settings(
      ConnectorKeys(channel: id, value: { keys[$0] }, complain: { node.faults.add(line: keyLine, $0) }))
    let closesFor = keys["closes-for"].map { Self.classes($0) } ?? ContentClass.allCases
    let channelAreas = keys["areas"].flatMap { Self.areas($0) }
    let pace = keys["pace"].flatMap { $0.pace() }
    let lateAfter = keys["late-after"].flatMap { $0.duration() }
    let name = keys["name"]?.text() ?? id
    let governance = Self.governance(keys, policy, register: register)
    guard let settings else { return nil }
    return Channel(
      id: id,
      name: name,
      connector: settings,
      areas: channelAreas ?? authorityAreas,
      closesFor: closesFor,
      pace: pace,
      lateAfter: lateAfter ?? Channel.defaultLateAfter,
      governance: governance
    )
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
