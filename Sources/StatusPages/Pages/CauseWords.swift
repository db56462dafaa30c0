import Contract

/// Causes as the public reads them.
struct CauseWords {
  let words: Words

  /// `Mayor of the county (Mayoral election), polling day Thu 7 May 2026.`
  func sentence(_ cause: HoldCause) -> Markup {
    switch cause {
    case .window(let window):
      let day = window.pollingDay.map { ", \(words.pollingDay(words.day($0)))" as Markup } ?? ""
      return "\(titleAndKind(window))\(day)."
    case .condition(let condition): return words.condition(condition.type)
    }
  }

  func title(_ window: HoldCause.Window) -> Markup {
    window.summary.isEmpty ? kind(window) ?? words.untitled : .name(window.summary)
  }

  func kind(_ window: HoldCause.Window) -> Markup? { window.kind.map { words.kind($0) ?? .name($0) } }

  private func titleAndKind(_ window: HoldCause.Window) -> Markup {
    guard !window.summary.isEmpty, let kind = kind(window) else { return title(window) }
    return "\(title(window)) (\(kind))"
  }

  /// Everything about it, as a list of labels and what stands to them.
  func explanation(_ window: HoldCause.Window, counted: CountedDays?, isPossible: Bool) -> Markup {
    var facts: [(Markup, Markup)] = []
    let title = title(window)
    let election = [kind(window), window.election.map { .typed($0) }].compactMap(\.self)
    if !election.isEmpty { facts.append((words.election, .joined(election, by: ", "))) }
    if let nation = window.nation { facts.append((words.nation, words.nation(nation))) }
    if let day = window.pollingDay { facts.append((words.pollingDay, words.longDay(day))) }
    facts += [
      (isPossible ? words.wouldCloseFrom : words.closedFrom, words.time(window.starts)),
      (isPossible ? words.wouldCloseUntil : words.closedUntil, words.time(window.ends)),
      (words.howFound, basis(window)),
      (words.rule, words.inEnglish(window.rule)),
    ]
    if let counted { facts.append((words.workingDays, days(counted))) }
    facts += [(words.law, words.inEnglish(window.citation)), (words.source, place(window.source))]
    return "\(Tag.p(.classed("cause")) { title })\(Tag.dl { .joined(facts.map(fact)) })"
  }

  private func fact(_ label: Markup, _ value: Markup) -> Markup {
    Tag.div {
      Tag.dt { label }
      Tag.dd { value }
    }
  }

  private func basis(_ window: HoldCause.Window) -> Markup {
    let basis = words.basis(window.basis)
    return window.estimate ? "\(basis). \(words.estimate)" : "\(basis)."
  }

  private func days(_ counted: CountedDays) -> Markup {
    let excluded = counted.bankHolidays.isEmpty ? nil : words.inEnglish(counted.bankHolidays)
    return Tag.p { words.countedBack(counted.days.count, leavingOut: excluded) }
      + Tag.ol(.classed("days")) { .joined(counted.days.map { day in Tag.li { words.day(day) } }) }
  }

  private func place(_ source: SourcePlace) -> Markup {
    let line = words.line(source.line, of: .typed(source.file.withoutMachinePaths))
    return source.uid.isEmpty ? line : "\(line), \(words.entry(.typed(source.uid)))"
  }
}
