import Contract
import Desk
import Texts

extension ShowHealth.Answer {
  func text(_ civil: CivilText) -> String {
    var lines: [String] = []
    if let lastHeartbeat, gate.running {
      lines.append("\(Style.green("A gate is working")), last heard of \(civil.short(lastHeartbeat)).")
    } else {
      let last = lastHeartbeat.map { "; the last was heard of \(civil.short($0))" } ?? ""
      lines.append("\(Style.red("No gate is working"))\(last). Start one: portcullis gate run")
    }
    for doubt in doubts {
      lines.append(
        "\(Style.red("Unreadable")): \(doubt.source.printable), since \(civil.short(doubt.since)), so everything holds: "
          + doubt.detail.printable)
    }
    if isBlind {
      let last = lastLook.map { " since \(civil.short($0))" } ?? ""
      lines.append("\(Style.red("Blind")): the gate has not read its files whole\(last). Restart it, and see its log.")
    }
    if let clockDoubt { lines.append("\(Style.red("Clock in doubt")), so nothing leaves: \(clockDoubt)") }
    if let oldestOverdue {
      lines.append(
        "\(Style.red("Overdue")): \(overdue), though their channels are open, the oldest since \(civil.short(oldestOverdue))."
      )
    }
    lines.append(
      "Held: \(held). Waiting for a person: \(review). Uncertain: \(uncertain). "
        + (revision.map { "Revision \($0) is in force." } ?? "Nothing is adopted."))
    if let anchorWords { lines.append("\(Style.red("Anchor")): \(anchorWords)") }
    if givenBack > 0 {
      lines.append(
        "\(Style.yellow("Given back")): \(givenBack), taken in hand and not sent for another reason than time; "
          + "“portcullis audit list” says why.")
    }
    if lateReports > 0 {
      lines.append(
        "\(Style.red("Public, and recorded otherwise")): \(lateReports), whose network answered late; “portcullis post show” "
          + "says where.")
    }
    for stop in stoppedChannels {
      lines.append(
        "\(Style.red("Stopped")): \(stop.channel)\(stop.since.map { ", since \(civil.short($0))" } ?? ""): "
          + "\(stop.reason.visibleLine) Once it is mended: portcullis channel resume \(stop.channel)")
    }
    if review + uncertain > 0 { lines.append("Decide what waits: portcullis post review") }
    return lines.joined(separator: "\n")
  }
}
