import Contract
import Desk
import Elections
import Texts

/// What adopting does or would do, for people.
struct AdoptionWords {
  let answer: AdoptionAnswer
  let civil: CivilText
  let isPreview: Bool

  var text: String {
    let (heading, effects) = (answer.heading, answer.effects)
    var lines = [headline] + (heading.first.map { [first($0)] } ?? differences)
    lines += effects.staff.map { "  \(Style.yellow("holds")): \($0.visibleLine)" }
    lines += deliveries(effects.newlyHeld, effects.newlyHeldTotal, "newly held")
    lines += deliveries(effects.newlyReleased, effects.newlyReleasedTotal, "no longer held")
    lines += names(effects.setAside, "queued or changed since you looked, so in review")
    lines += names(effects.inFlight, "being sent at that moment; what had not left yet was stopped")
    lines += problems
    if !heading.adopted, heading.needsAgreement, !heading.inForceAlready { lines.append("  hash: \(heading.hash)") }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let revision = answer.heading.revision.map(String.init) ?? ""
    if answer.heading.adopted { return Style.bold("Revision \(revision) is in force.") }
    if answer.heading.inForceAlready { return "Revision \(revision) says exactly this and is in force already." }
    return Style.bold(isPreview ? "Adopting would do this:" : "Adopting would do this, and was not done:")
  }

  private func first(_ extent: AdoptionAnswer.Extent) -> String {
    "  It is the first: \(extent.files) files, \(counted(extent.channels, "channel"))."
  }

  private var problems: [String] {
    let problems = answer.effects.problems
    let first = problems.prefix(10).map { "  \($0.severity.rawValue): \($0)" }
    let more = problems.count - first.count
    return first + (more > 0 ? ["  and \(more) more: see “portcullis calendar check”"] : [])
  }

  // MARK: What differs

  private var differences: [String] {
    let change = answer.change
    let isSame =
      change == .none && answer.effects.addedChannels.isEmpty && answer.effects.removedChannels.isEmpty
    if isSame, !answer.heading.inForceAlready { return ["  No channel closes or opens differently."] }
    return change.replaces.map { "  \(Style.red("another set-up")): \($0)" }
      + change.closes.flatMap { lines($0, Style.red("closes"), "closes") }
      + change.opens.flatMap { lines($0, Style.green("opens"), "opens") }
      + change.changesWho.map { line($0, "changes who may") }
      + change.changesWhere.map { line($0, "changes where it goes") }
  }

  /// `word`: of a stretch; `plain`: of a setting.
  private func lines(_ entry: AdoptionChange.Entry, _ word: String, _ plain: String) -> [String] {
    switch entry {
    case .stretch(let stretch): lines(stretch, word)
    case .freed(let freed): [line(freed)]
    // Counted with all that are no longer held.
    case .post: []
    case .difference(let difference): [line(difference, plain)]
    }
  }

  private func lines(_ stretch: Stretch, _ word: String) -> [String] {
    let classes =
      stretch.classes == ContentClass.allCases.map(\.rawValue)
      ? "" : " for \(stretch.classes.joined(separator: ", "))"
    let end = stretch.ends.map { " to \(civil.short($0))" } ?? " on, without end"
    return ["  \(stretch.channel) \(word)\(classes): \(civil.short(stretch.starts))\(end)"]
      + stretch.causes.map { "      because of \(CauseText(civil: civil).line($0))" }
  }

  private func line(_ freed: AdoptionChange.Freed) -> String {
    let lane = freed.lane ?? "\(freed.channel)/\(freed.classes.joined(separator: ", "))"
    let cause = freed.causes.first.map { ", held now: \(CauseText(civil: civil).line($0))" } ?? ""
    return "  \(lane) \(Style.green("lets queued posts leave")) from \(civil.short(freed.starts))\(cause)"
  }

  private func line(_ difference: AdoptionChange.Difference, _ words: String) -> String {
    let style = difference.loosens ? Style.yellow : Style.faint
    return "  \(style(words)): \(difference.detail.visibleLine)"
  }

  // MARK: Posts

  private func deliveries(_ names: [String], _ total: Int, _ word: String) -> [String] {
    guard total > 0 else { return [] }
    let more = total > 20 ? " and \(total - 20) more" : ""
    return ["  \(word): \(counted(total, "post")) (\(names.prefix(20).joined(separator: ", "))\(more))"]
  }

  private func names(_ names: [String], _ word: String) -> [String] {
    names.isEmpty ? [] : ["  \(word): \(names.joined(separator: ", "))"]
  }
}
