import Elections
import Publishing
import Texts
import Yams

/// One place in a settings file, with what is needed to say what is wrong there.
///
/// Readings that fail record a fault and give nil, so that one pass finds every fault.
struct SettingsNode: SettingsValue {
  let node: Node
  /// Its keys, dotted, for messages.
  let path: String
  let faults: SettingsFaults

  var line: Int { node.mark?.line ?? 1 }

  func fault(_ message: String) { faults.add(line: line, message) }

  /// The entries of a mapping whose keys are all known.
  func mapping(allowing known: [String]) -> [String: SettingsNode]? {
    guard let entries = entries() else { return nil }
    for (key, entry) in entries where !known.contains(key) {
      entry.faults.add(
        line: entry.keyLine ?? entry.node.line,
        "“\(label(key))” is no setting that Portcullis knows.\(NearMiss.question(key, among: known)) Known here: "
          + "\(known.joined(separator: ", ")).")
    }
    return Dictionary(entries.map { ($0.key, $0.value.node) }, uniquingKeysWith: { first, _ in first })
  }

  struct Entry {
    let node: SettingsNode
    let keyLine: Int?
    var faults: SettingsFaults { node.faults }
  }

  /// The entries of a mapping, in the order of the file.
  func entries() -> [(key: String, value: Entry)]? {
    guard case .mapping(let mapping) = node else {
      fault(
        path.isEmpty
          ? "The settings must be a mapping of keys to values, such as “calendars: calendars”."
          : "“\(path)” must be a mapping of keys to values, indented below it.")
      return nil
    }
    return mapping.compactMap { key, value in
      guard let name = key.scalar?.string else {
        faults.add(line: key.mark?.line ?? line, "A key of “\(path)” must be plain text.")
        return nil
      }
      return (name, Entry(node: SettingsNode(node: value, path: label(name), faults: faults), keyLine: key.mark?.line))
    }
  }

  private func label(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func list() -> [SettingsNode]? {
    guard case .sequence(let sequence) = node else {
      fault("“\(path)” must be a list, such as [a, b].")
      return nil
    }
    return sequence.map { SettingsNode(node: $0, path: path, faults: faults) }
  }

  func values() -> [any SettingsValue]? { list() }

  func text() -> String? {
    guard case .scalar(let scalar) = node, node.null == nil, !scalar.string.isEmpty else {
      fault("“\(name)” must be a text.")
      return nil
    }
    let isOther = node.int != nil || node.float != nil || truth != nil
    guard scalar.style != .plain || !isOther else {
      fault("“\(name)” must be a text; put “\(scalar.string)” in quotes if it is meant.")
      return nil
    }
    return scalar.string
  }

  /// What a scalar holds, whatever YAML takes it for.
  private func word() -> String? {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      fault("“\(name)” must be a single value.")
      return nil
    }
    return scalar.string
  }

  /// Its keys as messages name them.
  private var name: String { path.isEmpty ? "the settings file" : path }

  func flag() -> Bool? {
    guard let value = truth else {
      fault("“\(path)” must be true or false.")
      return nil
    }
    return value
  }

  /// What YAML 1.1 takes for a boolean, and a person means as one; in quotes it is a text.
  private var truth: Bool? {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return nil }
    return switch scalar.string.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  func wholeNumber(_ range: ClosedRange<Int>) -> Int? {
    guard let number = node.int, range.contains(number) else {
      fault("“\(path)” must be a whole number from \(range.lowerBound) to \(range.upperBound).")
      return nil
    }
    return number
  }

  func choice(among known: [String]) -> String? {
    guard let text = text() else { return nil }
    if known.contains(text) { return text }
    fault(
      "“\(path)” cannot be “\(text)”.\(NearMiss.question(text, among: known)) It is one of "
        + "\(known.joined(separator: ", ")).")
    return nil
  }

  func area() -> Area? {
    guard let text = text() else { return nil }
    // An area is an election id without its date: anything else would touch no election, and leave channels open.
    guard let stem = ElectionIDStem(text), !stem.isByElection else {
      let types = ElectionIDStem.VoteType.allCases.map(\.rawValue).joined(separator: ", ")
      fault(
        "“\(text)” in “\(path)” is no area; write a type (\(types)) and, after a dot, whose it is, such as "
          + "local.peterborough.")
      return nil
    }
    return stem.area
  }

  func date() -> CivilDate? {
    guard let text = word() else { return nil }
    guard let date = CivilDate(text) else {
      fault("“\(text)” in “\(path)” is no day; write it as 2027-05-06.")
      return nil
    }
    return date
  }

  func duration() -> Duration? {
    guard let text = word() else { return nil }
    guard let duration = Duration(settingsText: text) else {
      fault("“\(text)” in “\(path)” is no length of time; write it as 30m, 4h or 2d.")
      return nil
    }
    return duration
  }

  func pace() -> Pace? {
    guard let text = word() else { return nil }
    let parts = text.split(separator: Character("/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let posts = Int(parts[0]), (1...100_000).contains(posts),
      let per = Duration(settingsText: String(parts[1]))
    else {
      fault("“\(text)” in “\(path)” is no pace; write posts and a length of time, such as 6/1h.")
      return nil
    }
    return Pace(posts: posts, per: per)
  }
}

/// The faults found so far in one file.
final class SettingsFaults {
  let file: String
  private(set) var errors: [SettingsError] = []

  init(file: String) { self.file = file }

  func add(line: Int?, _ message: String) {
    errors.append(SettingsError(file: file, line: line, message: message))
  }
}

extension Duration {
  /// `90s`, `30m`, `4h`, `2d` or `1w`; more than nothing and at most ten years.
  package init?(settingsText text: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last], text.utf8.count <= 9,
      text.dropLast().utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text.dropLast()),
      number > 0, number * unit <= 3660 * 86_400
    else { return nil }
    self = .seconds(number * unit)
  }
}
