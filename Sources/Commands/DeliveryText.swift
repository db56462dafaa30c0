import Contract
import Desk
import Publishing
import Texts

/// What becomes of posts on their channels, in sentences.
struct DeliveryText {
  let civil: CivilText
  let gate: GateSign

  init(civil: CivilText, gate: GateSign) {
    self.civil = civil
    self.gate = gate
  }

  /// The end of an answer about posts: whose it is and, where something is queued, that no gate is there to send it.
  func footing(_ posts: [PostAnswer], _ council: AnsweringCouncil) -> [String] {
    let waits = posts.contains { $0.deliveries.contains { state($0) == .queued } }
    let note = waits ? gate.note(civil) : nil
    return (note.map { ["  \($0)"] } ?? []) + [council.line]
  }

  /// What becomes of a delivery, in one line, and its causes below.
  func lines(_ delivery: DeliveryAnswer) -> [String] {
    var lines = ["  \(delivery.channel): \(sentence(delivery))"]
    if state(delivery) == .queued {
      let causeText = CauseText(civil: civil)
      lines += causeText.lines(of: delivery.causes, taking: delivery.words.turns, indent: "    ") {
        ["    - \(causeText.line($0))"]
      }
      if delivery.goesToReview {
        lines.append(
          "    by then it is more than \(delivery.words.lateAfter) late, so it will wait for a person: “portcullis post review”"
        )
      }
      if let problem = delivery.reason, delivery.attempts > 0 {
        lines.append("    last attempt: \(problem.visibleLine)")
      }
    }
    return lines + beside(delivery)
  }

  private func state(_ delivery: DeliveryAnswer) -> DeliveryState.Name? { DeliveryState.Name(rawValue: delivery.state) }

  /// What was asked of it while it was under way, and what came after it had been settled.
  private func beside(_ delivery: DeliveryAnswer) -> [String] {
    var lines: [String] = []
    if let wish = delivery.requested {
      let asked = "\(wish.by.printable) asked \(civil.short(wish.at)) to \(wish.act) it: \(wish.reason.printable)"
      lines.append(
        state(delivery) == .published
          ? "    It had left already when \(asked)"
          : "    \(asked) Nothing leaves any more; whether it had left is not known yet.")
    }
    for late in delivery.lateReports {
      let what = [late.outcome, (late.url ?? late.remoteID).map { "as \($0.printable)" }].compactMap(\.self)
        .joined(separator: " ")
      let line = "After it had been settled its network answered: \(what), \(civil.short(late.at))."
      let isContradicted = late.outcome == LateReport.published && state(delivery) != .published
      lines.append("    \(isContradicted ? Style.red(line) : line)")
    }
    return lines
  }

  private func sentence(_ delivery: DeliveryAnswer) -> String {
    let since = delivery.words.since.map { civil.short($0) } ?? ""
    let reason = delivery.reason?.visibleLine ?? ""
    switch state(delivery) {
    case .queued: return waiting(delivery)
    case .sending: return "being sent"
    case .published:
      let place = (delivery.url ?? delivery.remoteID ?? "").visibleLine
      return "\(Style.green("published")) \(delivery.confirmed.map { civil.short($0) } ?? "") as \(place)"
        + sight(delivery)
    case .failed: return "\(Style.red("failed")) \(since): \(reason)"
    case .uncertain: return "\(Style.yellow("uncertain")) since \(since), it may have gone out: \(reason)"
    case .review: return "\(Style.yellow("waits for a person")) since \(since): \(reason)"
    case .cancelled: return "cancelled \(since): \(reason)"
    case .expired: return "expired \(since)"
    case nil: return delivery.state
    }
  }

  private func waiting(_ delivery: DeliveryAnswer) -> String {
    let due = "(due \(civil.short(delivery.due)))"
    if delivery.verdict == "hold" {
      let end = delivery.heldUntil.map { " until \(civil.short($0))" } ?? ", and no end is known"
      return "\(Style.red("HELD"))\(end) \(due)"
    }
    if delivery.goesToReview { return "\(Style.yellow("TOO LATE")): was due \(civil.short(delivery.due))" }
    guard let leaves = delivery.words.leaves else {
      return gate.running
        ? "\(Style.green("goes out")) now \(due)"
        : "\(Style.yellow("waits for a gate")), and would go out now \(due)"
    }
    return "\(Style.green("goes out")) \(civil.short(leaves))\(gate.running ? "" : ", if a gate runs by then")"
  }

  /// Whether it was read back, where the channel allows that (C-10).
  private func sight(_ delivery: DeliveryAnswer) -> String {
    delivery.words.isReadBack && delivery.seen == nil ? Style.yellow(" (not yet seen there)") : ""
  }
}

extension GateSign {
  /// What whoever waits for a post has to know; nil while a gate is working.
  func note(_ civil: CivilText) -> String? {
    if running { return nil }
    let last = lastHeartbeat.map { " (the last was heard of \(civil.short($0)))" } ?? ""
    return "\(Style.yellow("No gate is running"))\(last), so nothing leaves. Start one: portcullis gate run"
  }
}
