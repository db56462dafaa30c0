package import Elections
package import Texts

/// What can be a part of a fact: how it stands in the log, and how it is read back.
package protocol FactValue {
  var json: JSON { get }
  /// Nil where it is none of its kind.
  init?(_ json: JSON)
}

/// A part that stands there as text.
package protocol FactText: FactValue {
  var factText: String { get }
  init?(factText: String)
}

extension FactText {
  package var json: JSON { .string(factText) }

  package init?(_ json: JSON) {
    guard let text = json.string else { return nil }
    self.init(factText: text)
  }
}

extension Int: FactValue {
  package var json: JSON { .number(self) }

  package init?(_ json: JSON) {
    guard let number = json.number else { return nil }
    self = number
  }
}

extension Bool: FactValue {
  package var json: JSON { .bool(self) }

  package init?(_ json: JSON) {
    guard let flag = json.bool else { return nil }
    self = flag
  }
}

extension Duration: FactValue {
  /// In whole milliseconds.
  package var json: JSON { .number(Int(wholeMilliseconds)) }

  package init?(_ json: JSON) {
    guard let number = json.number else { return nil }
    self = .milliseconds(number)
  }
}

extension String: FactText {
  package var factText: String { self }
  package init?(factText: String) { self = factText }
}

extension Instant: FactText {
  package var factText: String { UTCText.text(self) }

  package init?(factText: String) {
    guard let instant = UTCText.instant(factText) else { return nil }
    self = instant
  }
}

extension ContentHash: FactText {
  package var factText: String { hex }
  package init?(factText: String) { self.init(hex: factText) }
}

extension DeliveryKey: FactText {
  package var factText: String { text }
  package init?(factText: String) { self.init(text: factText) }
}

extension PostID: FactText {
  package var factText: String { description }

  package init?(factText: String) {
    guard let number = Int64(factText) else { return nil }
    self.init(number)
  }
}

extension OverrideID: FactText {
  package var factText: String { description }

  package init?(factText: String) {
    guard let number = Int64(factText) else { return nil }
    self.init(number)
  }
}

extension TokenID: FactText {
  package var factText: String { description }

  package init?(factText: String) {
    guard let number = Int64(factText) else { return nil }
    self.init(number)
  }
}

extension ServiceID: FactText {
  package var factText: String { description }

  package init?(factText: String) {
    guard let number = Int64(factText) else { return nil }
    self.init(number)
  }
}

extension DeliveryName: FactText {
  package var factText: String { description }

  /// `12/website`
  package init?(factText: String) {
    let parts = factText.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let post = Int64(parts[0]) else { return nil }
    self.init(post: PostID(post), channel: String(parts[1]))
  }
}

extension FactText where Self: RawRepresentable<String> {
  package var factText: String { rawValue }
  package init?(factText: String) { self.init(rawValue: factText) }
}

extension ContentClass: FactText {}
extension DeliveryState.Name: FactText {}
extension AccessToken.Scope: FactText {}
extension OverrideBasis: FactText {}
extension SetBackWay: FactText {}
