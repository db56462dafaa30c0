import Contract
import Desk
import Elections
import Publishing
import Texts

/// A gate's decisions, a line each.
struct DecisionPrinter: Sendable {
  let format: GlobalOptions.Format
  let civil: CivilText

  func line(_ decision: GateDecision) -> String {
    let line = ContractValues(civil).line(decision)
    return format == .json ? JSON(encoding: line).lineText : words(line)
  }

  /// In the place of lines that nobody read in time.
  func notice(leftOut count: Int, at now: Instant) -> String {
    let line = ContractValues(civil).leftOut(count, at: now)
    return format == .json
      ? JSON(encoding: line).lineText
      : "\(civil.short(line.at))  \(Style.yellow("left out")): \(line.detail)"
  }

  private func words(_ line: GateLine) -> String {
    let subject = line.delivery ?? line.lane ?? line.channel
    let causes = line.causes.map { CauseText(civil: civil).line($0) }
    // A detail is a sentence, or what a channel said; a condition says as its cause what it says as the detail.
    let detail = line.detail?.visibleLine ?? ""
    let words = [causes.contains { $0.hasPrefix(detail) } ? "" : detail, causes.joined(separator: "; ")]
      .filter { !$0.isEmpty }.joined(separator: " ")
    return
      "\(civil.short(line.at))  \(event(line))\(subject.map { " \($0)" } ?? "")\(words.isEmpty ? "" : ": \(words)")"
  }

  private func event(_ line: GateLine) -> String {
    switch GateDecision.Event(rawValue: line.event) {
    case .published, .released, .clockSound: Style.green(line.event)
    case .failed, .held, .channelStopped, .clockInDoubt, .sourceUnreadable, .lateReport, .rulesDamaged:
      Style.red(line.event)
    case .uncertain, .review, .notSent, .notAdopted, .differs, .notReadBack, .expired, .givenBack, .cancelled:
      Style.yellow(line.event)
    case .revision, .sourceReadable, nil: line.event
    }
  }

  static func banner(_ open: OpenStore) -> String {
    let revision = open.revision.map { "revision \($0)" } ?? "no revision, so everything holds"
    return "The gate is running on \(open.location.path.visibleLine) with \(revision). Ctrl-C ends it; “portcullis "
      + "status” and “portcullis post list” in another terminal show what it does."
  }
}
