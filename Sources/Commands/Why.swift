import ArgumentParser
import Contract
import Desk
import Foundation
import Publishing
import Texts

struct Why: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explains a channel's state: every cause, the working days counted, the law and the source.",
    discussion: """
      EXAMPLES
        portcullis why feed
        portcullis why website --at 2019-04-20       the whole day
        portcullis why website --at 2019-04-20T09:00
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channel.") var channel: String
  @Option(
    help: ArgumentHelp(
      "The moment asked about: RFC 3339, local time such as 2027-04-20T09:00, or a whole day, 2027-04-20.",
      valueName: "t"))
  var at: String?

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ExplainChannel(channel: channel, at: at))
      options.show(answered.answer) { text($0, answered.civil, answered.council) }
    }
  }

  private func text(_ answer: ExplainChannel.Answer, _ civil: CivilText, _ council: AnsweringCouncil) -> String {
    let words = ChannelWords(answer: answer.state, civil: civil)
    let causeText = CauseText(civil: civil)
    let counting = answer.counting
    func explanation(_ cause: HoldCause) -> [String] { Self.explanation(cause, causeText, counting) }
    var lines = [
      "\(council.prefix)\(words.moment(answer.heading.at)) (\(civil.zone.identifier))", words.headline,
    ]
    if let day = words.day { lines.append("That day: \(day).") }
    if let held = words.heldLine(counting.held) { lines.append(held) }
    lines += causeText.lines(
      of: answer.state.causes, taking: answer.state.turns, indent: "", apart: true, explanation)
    if let next = answer.state.next, next.state == .closed {
      lines += ["", "Next, from \(civil.short(next.at)):"] + words.nextCauses.flatMap(explanation)
    }
    for override in counting.overrides {
      lines += ["", "\(Style.yellow("An override")) lifts this for one post alone:"]
      lines.append("  \(OverrideText(civil: civil).line(override))")
    }
    if !counting.possible.isEmpty {
      lines += ["", Style.yellow("Possible, and closing nothing until it is confirmed:")]
    }
    lines += counting.possible.flatMap { explanation(.window($0)) } + ["", council.line]
    if let note = answer.heading.calendar.note { lines += ["", Style.yellow(note)] }
    return lines.joined(separator: "\n")
  }

  private static func explanation(
    _ cause: HoldCause, _ causeText: CauseText, _ counting: ExplainChannel.Counting
  ) -> [String] {
    switch cause {
    case .window(let window):
      [""] + causeText.explanation(window, counted: counting.counts[window]).map { "  " + $0 }
    case .condition(let condition) where condition.type == HoldCondition.Kind.calendarUnreadable.rawValue:
      [
        "", "  The calendars cannot be relied on, so nobody knows whether the channel should be closed; it holds:",
        "  \(condition.detail.visibleLine)",
      ]
    case .condition(let condition): ["", "  \(condition.detail.visibleLine)"]
    }
  }
}
