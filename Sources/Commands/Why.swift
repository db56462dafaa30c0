import ArgumentParser
import Desk
import ElectionCalendar
import Elections
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
      let workspace = try await Workspace.answering(options.choice, counting: at == nil)
      let asked = try AskedMoment(at, workspace.civil)
      guard let chosen = try workspace.channels([channel]).first else { return }
      let forecast = try workspace.forecast(around: asked.start)
      let standing = workspace.standing(forecast, now: asked.now)
      let held = try await workspace.held(standing, asked)
      let answer = ChannelAnswer(chosen, standing, asked, workspace.civil, held: held)
      switch options.format {
      case .json: Terminal.write(json(answer, asked, workspace, forecast).text)
      case .text: Terminal.write(text(answer, asked, workspace, forecast))
      }
    }
  }

  private func json(
    _ answer: ChannelAnswer, _ asked: AskedMoment, _ workspace: Workspace, _ forecast: Forecast
  ) -> JSON {
    let contract = ContractJSON(zone: workspace.civil.zone)
    let windows = answer.state.causes.compactMap(\.window)
    func days(_ window: PurdahWindow) -> JSON {
      .array(forecast.calculator.countedDays(for: window).map { .string($0.description) })
    }
    let counted = windows.first { !forecast.calculator.countedDays(for: $0).isEmpty }
    return .object(
      [
        ("at", contract.instant(asked.start)), AnsweringCouncil(workspace).json, ("revision", workspace.revisionJSON),
        ("calendar", forecast.json),
      ]
        + answer.json(contract) + [
          // Of the first cause that was counted; of every cause below.
          ("counted", counted.map(days) ?? .array([])),
          (
            "counted_by_cause",
            .array(
              windows.map { window in
                .object([
                  ("election", JSON(window.election?.description)), ("source", contract.source(window.source)),
                  ("counted", days(window)),
                ])
              })
          ),
          ("possible", .array(forecast.possible(for: answer.channel, at: asked.start).map(contract.window))),
        ] + answer.heldJSON)
  }

  private func text(
    _ answer: ChannelAnswer, _ asked: AskedMoment, _ workspace: Workspace, _ forecast: Forecast
  ) -> String {
    let causeText = CauseText(civil: workspace.civil)
    let council = AnsweringCouncil(workspace)
    var lines = [
      "\(council.prefix)\(asked.words(workspace.civil)) (\(workspace.civil.zone.identifier))",
      answer.headline(workspace.civil),
    ]
    if let day = answer.day?.words(workspace.civil) { lines.append("That day: \(day).") }
    if let held = answer.heldLine { lines.append(held) }
    if let hold = answer.state.hold {
      lines += causeText.lines(of: hold, indent: "", apart: true) { explanation($0, causeText, forecast) }
    }
    if let next = answer.state.next, next.state == .closed {
      lines += ["", "Next, from \(workspace.civil.short(next.at)):"]
      for cause in next.causes where !answer.state.causes.contains(cause) {
        lines += explanation(cause, causeText, forecast)
      }
    }
    for override in workspace.overrides(on: answer.channel) {
      lines += ["", "\(Style.yellow("An override")) lifts this for one post alone:"]
      lines.append("  \(OverrideText(civil: workspace.civil).line(override))")
    }
    let possible = forecast.possible(for: answer.channel, at: asked.start)
    if !possible.isEmpty { lines += ["", Style.yellow("Possible, and closing nothing until it is confirmed:")] }
    for window in possible { lines += explanation(.purdahWindow(window), causeText, forecast) }
    lines += ["", council.line]
    if let note = forecast.comparison.note { lines += ["", Style.yellow(note)] }
    return lines.joined(separator: "\n")
  }

  private func explanation(_ cause: Cause, _ causeText: CauseText, _ forecast: Forecast) -> [String] {
    switch cause {
    case .purdahWindow(let window):
      [""] + causeText.explanation(window, calculator: forecast.calculator).map { "  " + $0 }
    case .condition(let condition) where condition.kind == .calendarUnreadable:
      [
        "", "  The calendars cannot be relied on, so nobody knows whether the channel should be closed; it holds:",
        "  \(condition.detail.visibleLine)",
      ]
    case .condition(let condition): ["", "  \(condition.detail.visibleLine)"]
    }
  }
}

extension Cause {
  var window: PurdahWindow? { if case .purdahWindow(let window) = self { window } else { nil } }
}
