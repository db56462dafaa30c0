import Publishing
import Yams

extension SettingsPath {
  /// Every value below a node; a list is one value.
  static func values(in node: Node) -> [SettingsPath: String] {
    var found: [SettingsPath: String] = [:]
    func walk(_ node: Node, _ keys: [String]) {
      guard case .mapping(let mapping) = node, !mapping.isEmpty else {
        found[SettingsPath(keys)] = text(node)
        return
      }
      for (key, value) in mapping { walk(value, keys + [key.scalar?.string ?? ""]) }
    }
    walk(node, [])
    return found
  }

  private static func text(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string
    case .sequence(let sequence): "[" + sequence.map(text).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{" + mapping.map { "\($0.key.scalar?.string ?? ""): \(text($0.value))" }.joined(separator: ", ") + "}"
    case .alias(let alias): "*\(alias.anchor)"
    }
  }
}
