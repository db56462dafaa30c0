import ElectionCalendar
import Elections
package import Publishing
package import Texts

/// What adopting does or would do, for people and programs.
package struct AdoptionReport {
  package let plan: AdoptionPlan

  package init(plan: AdoptionPlan) {
    self.plan = plan
  }

  package func json(_ adoption: Adoption?) -> JSON {
    let zone = plan.disk.settings.authority.zone
    let contract = ContractJSON(zone: zone)
    func names(_ names: [DeliveryName]) -> JSON { .array(names.map { .string($0.description) }) }
    let revision = adoption?.revision ?? plan.basis?.number
    let change =
      plan.comparison.map { AdoptionJSON($0, zone: zone, released: plan.newlyReleased).fields }
      ?? ["closes", "opens", "changes_who", "changes_where", "replaces", "loosened"].map { ($0, .array([])) }
    return .object(
      [
        ("revision", revision.map { .number(Int($0.rawValue)) } ?? .null),
        ("adopted", .bool(adoption != nil)),
        (
          "authority",
          .object([
            ("name", JSON(plan.disk.settings.authority.name)), ("folder", .string(plan.disk.snapshot.folder)),
          ])
        ),
        ("in_force_already", .bool(plan.isInForce)),
        ("hash", .string(plan.hash.hex)),
        ("needs_agreement", .bool(plan.needsAgreement)),
      ] + change + [
        ("staff", .array(plan.staffing.map(JSON.string))),
        ("added_channels", .array((plan.comparison?.change.addedChannels ?? []).map(JSON.string))),
        ("removed_channels", .array((plan.comparison?.change.removedChannels ?? []).map(JSON.string))),
        ("newly_held", names(plan.newlyHeld.names)),
        ("newly_held_total", .number(plan.newlyHeld.total)),
        ("newly_released", names(plan.newlyReleased.names)),
        ("newly_released_total", .number(plan.newlyReleased.total)),
        ("in_flight", names(adoption?.inFlight ?? [])),
        ("set_aside", names(adoption?.setAside ?? [])),
        ("problems", .array(plan.problems.map(contract.problem))),
      ])
  }

  package func text(_ adoption: Adoption?, isPreview: Bool) -> String {
    let civil = CivilText(zone: plan.disk.settings.authority.zone)
    var lines: [String] = []
    if let adoption {
      lines.append(Style.bold("Revision \(adoption.revision) is in force."))
    } else if plan.isInForce, let basis = plan.basis {
      lines.append("Revision \(basis.number) says exactly this and is in force already.")
    } else {
      lines.append(Style.bold(isPreview ? "Adopting would do this:" : "Adopting would do this, and was not done:"))
    }
    if let comparison = plan.comparison {
      lines += differences(comparison, civil)
    } else {
      let count = plan.candidate.channels.count
      lines.append(
        "  It is the first: \(plan.disk.snapshot.files.count) files, \(count == 1 ? "1 channel" : "\(count) channels")."
      )
    }
    lines += plan.staffing.map { "  \(Style.yellow("holds")): \($0.visibleLine)" }
    lines += deliveries(plan.newlyHeld, "newly held")
    lines += deliveries(plan.newlyReleased, "no longer held")
    if let adoption {
      lines += Self.names(adoption.setAside, "queued or changed since you looked, so in review")
      lines += Self.names(adoption.inFlight, "being sent at that moment; what had not left yet was stopped")
    }
    lines += problems
    if adoption == nil, plan.needsAgreement, !plan.isInForce { lines.append("  hash: \(plan.hash.hex)") }
    return lines.joined(separator: "\n")
  }

  private var problems: [String] {
    let first = plan.problems.prefix(10).map { "  \($0.severity.rawValue): \($0)" }
    let more = plan.problems.count - first.count
    return first + (more > 0 ? ["  and \(more) more: see “portcullis calendar check”"] : [])
  }

  // MARK: What differs

  private func differences(_ comparison: RevisionComparison, _ civil: CivilText) -> [String] {
    if comparison.isEmpty, !plan.isInForce { return ["  No channel closes or opens differently."] }
    var lines = comparison.replaces.map { "  \(Style.red("another set-up")): \($0)" }
    lines += stretches(comparison.change.closes, Style.red("closes"), civil)
    lines += sentences(comparison, .closes, "closes")
    lines += stretches(comparison.change.opens, Style.green("opens"), civil)
    lines += comparison.freed.map { freed in
      let cause = freed.causes.first.map { ", held now: \(CauseText(civil: civil).line($0))" } ?? ""
      return "  \(freed.lane) \(Style.green("lets queued posts leave")) from \(civil.short(freed.starts))\(cause)"
    }
    lines += sentences(comparison, .opens, "opens")
    lines += sentences(comparison, .who, "changes who may")
    lines += sentences(comparison, .goesWhere, "changes where it goes")
    return lines
  }

  private func sentences(
    _ comparison: RevisionComparison, _ heading: SettingsDifference.Heading, _ words: String
  ) -> [String] {
    comparison.differences(heading).map { difference in
      let style = difference.weight == .loosens ? Style.yellow : Style.faint
      return "  \(style(words)): \(difference.sentence.visibleLine)"
    }
  }

  private func stretches(_ stretches: [RevisionChange.Stretch], _ word: String, _ civil: CivilText) -> [String] {
    let causeText = CauseText(civil: civil)
    return stretches.flatMap { stretch in
      let classes =
        stretch.classes == ContentClass.allCases
        ? "" : " for \(stretch.classes.map(\.rawValue).joined(separator: ", "))"
      let end = stretch.ends.map { " to \(civil.short($0))" } ?? " on, without end"
      return ["  \(stretch.channel) \(word)\(classes): \(civil.short(stretch.starts))\(end)"]
        + stretch.causes.map { "      because of \(causeText.line($0))" }
    }
  }

  private func deliveries(_ list: DeliveryList, _ word: String) -> [String] {
    guard list.total > 0 else { return [] }
    let names = list.names.prefix(20).map(\.description).joined(separator: ", ")
    let more = list.total > 20 ? " and \(list.total - 20) more" : ""
    return ["  \(word): \(list.total) post\(list.total == 1 ? "" : "s") (\(names)\(more))"]
  }

  private static func names(_ names: [DeliveryName], _ word: String) -> [String] {
    names.isEmpty ? [] : ["  \(word): \(names.map(\.description).joined(separator: ", "))"]
  }
}
