/// One value of a settings file, wherever it was read from. What is wrong with it is told with its line.
package protocol SettingsValue {
  /// Its keys, dotted, for sentences.
  var path: String { get }

  /// Each of these tells of a value that is no such thing, and gives nil then.
  func text() -> String?
  func flag() -> Bool?
  func wholeNumber(_ range: ClosedRange<Int>) -> Int?
  func duration() -> Duration?
  func choice(among known: [String]) -> String?
  /// The values of a list.
  func values() -> [any SettingsValue]?

  func fault(_ message: String)
}

extension SettingsValue {
  /// One of an enumeration's raw values.
  package func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    choice(among: Choice.allCases.map(\.rawValue)).flatMap(Choice.init)
  }
}
