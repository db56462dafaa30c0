import Contract
import Desk
import Elections
import Texts

/// One channel's state in words, as `status` and `why` print it.
struct ChannelWords {
  let answer: ChannelAnswer
  let civil: CivilText

  var headline: String {
    let name = answer.name == answer.channel ? answer.channel : "\(answer.channel) (\(answer.name.printable))"
    let times = times(of: answer.state)
    switch answer.state {
    case .open:
      let until = answer.until.map { " until \(civil.short($0))" } ?? "; no confirmed election closes it"
      return "\(name): \(Style.green("OPEN"))\(times)\(until)"
    case .closed:
      let classes =
        answer.closedFor == ContentClass.allCases.map(\.rawValue)
        ? "" : " for \(answer.closedFor.joined(separator: " and ")) posts"
      let since = answer.since.map { "\(answer.day == nil ? "" : ":") since \(civil.short($0))" } ?? ""
      return "\(name): \(Style.red("CLOSED"))\(times)\(classes)\(since)"
        + (answer.until.map { ", until \(civil.short($0))" } ?? "")
    case .unknown:
      return "\(name): \(Style.yellow("UNKNOWN"))\(times): nobody can tell whether it is closed, so it holds"
    }
  }

  /// `held`: how many posts are held on it; nil where nobody counted, or nothing is.
  func heldLine(_ held: Int?) -> String? {
    guard let held, held > 0 else { return nil }
    return
      "\(held) post\(held == 1 ? " is" : "s are") held here: portcullis post list --held --channel \(answer.channel)"
  }

  /// The causes that are new to whatever comes next.
  var nextCauses: [HoldCause] { answer.next?.causes.filter { !answer.causes.contains($0) } ?? [] }

  /// What comes next, where the headline does not say it.
  var nextLines: [String] {
    let causeText = CauseText(civil: civil)
    switch answer.next?.state {
    case .closed:
      // What is in doubt now is told above, and not again.
      return ["  next:"] + nextCauses.flatMap { causeText.block($0, mark: "-") }
    case .unknown:
      return nextCauses.isEmpty
        ? ["  then unknown, for what is told above holds on"]
        : ["  then unknown, which holds:"] + nextCauses.flatMap { causeText.block($0, mark: "-") }
    case .open, nil: return []
    }
  }

  // MARK: A whole day

  /// The moment asked about.
  func moment(_ at: Moment) -> String {
    answer.day == nil ? civil.short(at) : "\(civil.shortDay(at)), the whole day"
  }

  /// `open until 17:00, closed from 17:00`: the day in words, where it is not the same throughout.
  var day: String? {
    var states: [ChannelAnswer.State] = []
    for part in answer.day ?? [] where !states.contains(part.state) { states.append(part.state) }
    return states.count < 2 ? nil : states.map { "\($0.rawValue)\(times(of: $0))" }.joined(separator: ", ")
  }

  /// ` all day`, ` from 17:00`, ` until 22:00`, ` from 09:00 to 12:00 and from 17:00`: when it is in that state.
  private func times(of state: ChannelAnswer.State) -> String {
    guard let day = answer.day, let first = day.first?.from, let last = day.last?.to else { return "" }
    let spans = day.filter { $0.state == state }.map { part in
      switch (part.from == first, part.to == last) {
      case (true, true): "all day"
      case (true, false): "until \(civil.clock(part.to))"
      case (false, true): "from \(civil.clock(part.from))"
      case (false, false): "from \(civil.clock(part.from)) to \(civil.clock(part.to))"
      }
    }
    return spans.isEmpty ? "" : " " + spans.joined(separator: " and ")
  }
}

extension CalendarAnswer {
  /// `1 error and 2 warnings`.
  var problemCount: String {
    guard let errors else { return counted(problems, "problem") }
    return [(errors, "error"), (problems - errors, "warning")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
      .joined(separator: " and ")
  }
}
