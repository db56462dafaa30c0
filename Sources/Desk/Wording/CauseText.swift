package import Contract
import Elections
import Foundation
import Publishing
import Texts

/// Causes and windows in sentences, from the answers that hold them.
package struct CauseText {
  package let civil: CivilText
  /// Columns that a line of days may have.
  package var width = 80

  package init(civil: CivilText, width: Int = 80) {
    self.civil = civil
    self.width = width
  }

  /// What closes, in a few words: `Peterborough City Council election (local.peterborough.2027-05-06)`.
  package func name(_ window: HoldCause.Window) -> String {
    let summary = title(window)
    return window.election.map { "\(summary) (\($0.visibleLine))" } ?? summary
  }

  private func title(_ window: HoldCause.Window) -> String {
    window.summary.isEmpty ? kind(window)?.name ?? "an entry without a title" : window.summary.printable
  }

  /// A few short lines, for lists that people read.
  package func block(_ cause: HoldCause, mark: String) -> [String] {
    switch cause {
    case .window(let window):
      let facts = [
        window.election?.visibleLine, window.pollingDay.map { "polling day \(civil.short($0))" },
      ]
      return [
        "  \(mark) \(title(window))",
        "    " + facts.compactMap(\.self).joined(separator: ", "),
        "    \(civil.short(window.starts)) to \(civil.short(window.ends)), \(basis(window))",
      ].filter { !$0.allSatisfy { $0 == " " } }
    case .condition(let condition): return ["  \(mark) \(text(condition))"]
    }
  }

  /// One line, for lists that programs and people search.
  package func line(_ cause: HoldCause) -> String {
    switch cause {
    case .window(let window):
      let poll = window.pollingDay.map { ", polling day \(civil.short($0))" } ?? ""
      return "\(name(window))\(poll): \(civil.short(window.starts)) to \(civil.short(window.ends)), "
        + basis(window)
    case .condition(let condition): return text(condition)
    }
  }

  /// The causes of a hold in the order in which they come, each once and in the words that `cause` gives; where they take
  /// turns, under the time until which each of them holds. `apart`: each turn after an empty line.
  package func lines(
    of causes: [HoldCause], taking turns: [HoldTurn], indent: String, apart: Bool = false,
    _ cause: (HoldCause) -> [String]
  ) -> [String] {
    guard turns.count > 1 else { return causes.flatMap(cause) }
    var told: [HoldCause] = []
    var lines: [String] = []
    for (index, turn) in turns.enumerated() {
      let end = turn.until.map { "until \(civil.short($0))" } ?? "with no end that is known"
      if apart { lines.append("") }
      lines.append("\(indent)\(index == 0 ? "" : "then ")\(end):")
      for new in turn.causes where !told.contains(new) {
        told.append(new)
        lines += cause(new)
      }
    }
    return lines
  }

  /// The same for a window that comes only if something tentative is confirmed.
  package func possibleLine(_ window: HoldCause.Window) -> String {
    "possible, closing nothing until it is confirmed: \(line(.window(window)))"
  }

  private func text(_ condition: HoldCause.Condition) -> String {
    let until = condition.until.map { " (until \(civil.short($0)))" } ?? ""
    return switch HoldCondition.Kind(rawValue: condition.type) {
    case .calendarUnreadable: "the calendars cannot be relied on: \(condition.detail.visibleLine)"
    case .clockInDoubt: "the clock is in doubt, so nothing leaves: \(condition.detail.visibleLine)" + until
    default: condition.detail.visibleLine + until
    }
  }

  package func basis(_ window: HoldCause.Window) -> String {
    let estimate = window.estimate ? " (an estimate)" : ""
    return switch PurdahWindow.Basis(rawValue: window.basis) {
    case .computed: "by rule \(window.rule)\(estimate)"
    case .notice: "from the published notice"
    case .explicit: "as the calendar gives it"
    case .unclassified: "unclassified, so the longest plausible window"
    case nil: window.basis.visibleLine
    }
  }

  private func kind(_ window: HoldCause.Window) -> ElectionKind? { window.kind.flatMap(ElectionKind.init) }

  /// The sentences of `why` about one window; `counted`: what was counted for it.
  package func explanation(_ window: HoldCause.Window, counted: CountedDays?) -> [String] {
    var lines = ["\(Style.bold(name(window)))"]
    if let kind = kind(window), let day = window.pollingDay {
      // A general election is held in all four.
      let nation = kind == .ukParliament ? "" : window.nation.flatMap(Nation.init).map { " in \($0.name)" } ?? ""
      lines.append("\(sentenceCase(kind.name))\(nation), polling day \(civil.long(day)).")
    }
    lines.append("Closed from \(civil.short(window.starts)) until \(civil.short(window.ends)), \(basis(window)).")
    if let counted {
      lines.append(
        "Counted back \(counted.days.count) working days from polling day, leaving out weekends, 24 and 25 December, Good "
          + "Friday and the bank holidays of \(counted.bankHolidays):")
      lines += wrapped(counted.days.map { civil.short($0) })
    }
    if window.estimate {
      lines.append(
        window.basis == PurdahWindow.Basis.unclassified.rawValue
          ? "Nobody has said what this entry is; give it a kind, and the window shortens to what the law asks."
          : "An estimate, on the cautious side: enter the real notice of election once it is published.")
    }
    lines.append("Law: \(window.citation).")
    lines.append(
      "Source: \(window.source.file.visibleLine):\(window.source.line), UID \(window.source.uid.visibleLine)")
    return lines
  }

  private func wrapped(_ items: [String]) -> [String] {
    var lines: [String] = []
    var line = " "
    for (index, item) in items.enumerated() {
      let piece = " \(item)" + (index + 1 < items.count ? "," : "")
      if line.count + piece.count > max(40, min(width, 100) - 4), line != " " {
        lines.append(line)
        line = " "
      }
      line += piece
    }
    return lines + [line]
  }

  private func sentenceCase(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
