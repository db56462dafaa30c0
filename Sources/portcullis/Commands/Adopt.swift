import ArgumentParser
import ElectionCalendar
import Elections
import Foundation
import PublishingGate
import SQLiteStore

struct Adopt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Puts the calendars and settings on disk into force, as the store's next revision.",
    discussion: """
      Until then the revision adopted before stays in force. A change that opens anything that is closed now or \
      will be needs --confirm-opening with a --reason, which the audit log keeps. Files with errors are not adopted.

      EXAMPLES
        portcullis adopt --preview
        portcullis adopt
        portcullis adopt --confirm-opening --reason "The by-election was called off, notice of 3 March"
      """
  )

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Show what would close and open, and change nothing.") var preview = false
  @Flag(help: "Agree to what would open.") var confirmOpening = false
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      let location = try StoreLocation(options)
      let store = preview && !location.exists ? nil : try location.open(preview ? .existing : .creating)
      if confirmOpening, (reason ?? "").trimmed.isEmpty {
        throw Failure(.usage, "--confirm-opening needs a --reason, which the audit log keeps.")
      }
      let disk = DiskSnapshot(try Workspace(options))
      let now = Workspace.now
      let current = try await Self.current(store)
      let rules = try current?.ruleset(days: Workspace.days(around: now, zone: disk.settings.authority.zone))
      let plan = try await AdoptionPlan(disk, over: current, rules: rules, store: store, now: now)
      let report = AdoptionReport(plan: plan)
      func show(_ adoption: Adoption?) {
        switch options.format {
        case .json: Terminal.write(report.json(adoption).text)
        case .text: Terminal.write(report.text(adoption, isPreview: preview))
        }
      }
      if !plan.leavers.isEmpty {
        show(nil)
        throw Failure(.badInput, messages: plan.leavers)
      }
      if !plan.errors.isEmpty {
        show(nil)
        throw Failure(
          .badInput, "Nothing was adopted, because the files have errors: see “portcullis calendar check”.")
      }
      if preview || plan.isInForce { return show(nil) }
      guard !plan.opens || confirmOpening else {
        show(nil)
        throw Failure(
          .notPermitted,
          "Nothing was adopted: it would \(plan.change.opens.isEmpty ? "ask for less than before" : "open what is closed"). "
            + "Agree by --confirm-opening --reason \"…\", or correct the files.")
      }
      guard let store else { return }
      let anchoring = try StoreAnchoring(store, settings: disk.settings, folder: disk.snapshot.folder)
      if let current {
        let before = try StoreAnchoring(
          store, settings: current.settings(), folder: current.revision.governing.folder)
        await before.begin()
      }
      let adoption = try await store.adopt(plan.draft(actor: options.actor, reason: reason))
      await anchoring.begin()
      WakeSocket.send(toStore: location.path)
      show(adoption)
    }
  }

  static func current(_ store: SQLiteStore?) async throws -> AdoptedRevision? {
    guard let store, let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else {
      return nil
    }
    return try await AdoptedRevision(revision, from: store)
  }
}

/// What adopting does or would do, for people and programs.
struct AdoptionReport {
  let plan: AdoptionPlan

  func json(_ adoption: Adoption?) -> JSON {
    let contract = ContractJSON(zone: plan.disk.settings.authority.zone)
    func names(_ names: [DeliveryName]) -> JSON { .array(names.map { .string($0.description) }) }
    let revision = adoption?.revision ?? plan.basis?.revision.number
    return .object([
      ("revision", revision.map { .number(Int($0.rawValue)) } ?? .null),
      ("adopted", .bool(adoption != nil)),
      ("in_force_already", .bool(plan.isInForce)),
      ("hash", .string(plan.disk.snapshot.hash.hex)),
      ("closes", .array(plan.change.closes.map(contract.stretch))),
      ("opens", .array(plan.isFirst ? [] : plan.change.opens.map(contract.stretch))),
      ("loosened", .array(plan.loosened.map(JSON.string))),
      ("staff", .array(plan.staffing.map(JSON.string))),
      ("added_channels", .array(plan.change.addedChannels.map(JSON.string))),
      ("removed_channels", .array(plan.change.removedChannels.map(JSON.string))),
      ("newly_held", names(plan.newlyHeld.names)),
      ("newly_held_total", .number(plan.newlyHeld.total)),
      ("newly_released", names(plan.newlyReleased.names)),
      ("newly_released_total", .number(plan.newlyReleased.total)),
      ("in_flight", names(adoption?.inFlight ?? [])),
      ("problems", .array(plan.problems.map(contract.problem))),
    ])
  }

  func text(_ adoption: Adoption?, isPreview: Bool) -> String {
    let civil = CivilText(zone: plan.disk.settings.authority.zone)
    var lines: [String] = []
    if let adoption {
      lines.append(Style.bold("Revision \(adoption.revision) is in force."))
    } else if plan.isInForce, let basis = plan.basis {
      lines.append("Revision \(basis.revision.number) says exactly this and is in force already.")
    } else {
      lines.append(Style.bold(isPreview ? "Adopting would do this:" : "Adopting would do this, and was not done:"))
    }
    if plan.isFirst {
      lines.append(
        "  It is the first: \(plan.disk.snapshot.files.count) files, "
          + "\(plan.rules.channels.count == 1 ? "1 channel" : "\(plan.rules.channels.count) channels").")
    } else if plan.change.isEmpty, !plan.isInForce {
      lines.append("  No channel closes or opens differently.")
    }
    if !plan.isFirst {
      lines += stretches(plan.change.closes, Style.red("closes"), civil)
      lines += stretches(plan.change.opens, Style.green("opens"), civil)
      lines += plan.loosened.map { "  \(Style.yellow("asks for less")): \($0.visibleLine)" }
      for id in plan.change.addedChannels { lines.append("  new channel: \(id)") }
      for id in plan.change.removedChannels { lines.append("  channel removed, its posts hold: \(id)") }
    }
    lines += plan.staffing.map { "  \(Style.yellow("holds")): \($0.visibleLine)" }
    lines += deliveries(plan.newlyHeld, "newly held")
    lines += deliveries(plan.newlyReleased, "no longer held")
    if let adoption, !adoption.inFlight.isEmpty {
      let names = adoption.inFlight.map(\.description).joined(separator: ", ")
      lines.append("  being sent at that moment, and not to be stopped: \(names)")
    }
    for problem in plan.problems.prefix(10) { lines.append("  \(problem.severity.rawValue): \(problem)") }
    if plan.problems.count > 10 {
      lines.append("  and \(plan.problems.count - 10) more: see “portcullis calendar check”")
    }
    return lines.joined(separator: "\n")
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

  private func deliveries(_ list: AdoptionPlan.DeliveryList, _ word: String) -> [String] {
    guard list.total > 0 else { return [] }
    let names = list.names.prefix(20).map(\.description).joined(separator: ", ")
    let more = list.total > 20 ? " and \(list.total - 20) more" : ""
    return ["  \(word): \(list.total) post\(list.total == 1 ? "" : "s") (\(names)\(more))"]
  }
}
