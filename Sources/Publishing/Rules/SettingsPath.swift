/// Where a value stands in the settings file: its keys, from the outside in.
package struct SettingsPath: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let keys: [String]

  package init(_ keys: [String]) { self.keys = keys }
  package init(_ keys: String...) { self.keys = keys }

  package var description: String { keys.joined(separator: ".") }

  package static func < (left: Self, right: Self) -> Bool { left.keys.lexicographicallyPrecedes(right.keys) }
}
