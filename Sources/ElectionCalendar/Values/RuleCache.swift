import Elections

/// The rules of one file that were classified already: most calendars repeat a few.
struct RuleCache {
  private struct Key: Hashable {
    let text: [UInt8]
    let isDate: Bool
    let weekday: Weekday
  }

  private var rules: [Key: RecurrenceRule] = [:]
  /// How often libical may still be asked whether it takes a rule, which for some takes it long. What it
  /// refuses has no date beside DTSTART, so an answer that is not asked for loses nothing.
  private var questionsLeft = 20_000

  private static let mostRules = 10_000

  /// The rule in `text`, classified for an event with this start; `until` reads the text of its UNTIL.
  mutating func rule(
    _ text: [UInt8],
    start: DateTimeValue,
    until readUntil: (ByteView) -> DateTimeValue?
  ) throws(RecurrenceRule.Refusal) -> RecurrenceRule {
    let key = Key(text: text, isDate: start.isDate, weekday: start.date.weekday)
    if let known = rules[key] { return known }
    let rule = try unsafe text.withUnsafeBufferPointer { bytes throws(RecurrenceRule.Refusal) in
      guard let base = bytes.baseAddress else { throw RecurrenceRule.Refusal(reason: "is empty") }
      return try RecurrenceRule(unsafe ByteView(base: base, count: bytes.count), start: start, until: readUntil)
    }
    if questionsLeft > 0 {
      questionsLeft -= 1
      guard Libical.accepts(rule: rule.text, start: Libical.Reading(civil: start.civil, isDate: start.isDate)) else {
        throw RecurrenceRule.Refusal(reason: "is refused by libical, mostly because no date can ever fit it")
      }
    }
    // UNTIL is read in the event's own zone.
    if rule.until == nil, rules.count < Self.mostRules { rules[key] = rule }
    return rule
  }
}
