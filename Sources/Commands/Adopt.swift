import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

struct Adopt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Puts the calendars and settings on disk into force, as the store's next revision.",
    discussion: """
      Until then the revision adopted before stays in force. Whatever is not proved to close only (it opens a stretch, \
      lets a held post leave, gives somebody more rights, sends posts elsewhere) needs --confirm-opening with a \
      --reason, which the audit log keeps: it agrees to what “adopt” or “adopt --preview” showed you last, or to the hash \
      that you name. Posts that were queued meanwhile and would leave go to review. Files with errors are not adopted.

      A set-up of another folder or another authority takes the place of the one in force only by --replace with a \
      --reason.

      Exit codes: 0 adopted, or shown; 65 files with errors; 75 what you agreed to has changed, look again; 77 a person \
      has to agree.

      EXAMPLES
        portcullis adopt --preview
        portcullis adopt
        portcullis adopt --confirm-opening --reason "The by-election was called off, notice of 3 March"
        portcullis adopt --confirm-opening 3f1c0a9d77e2 --reason "Agreed by the board"
      """
  )

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Show what would close and open, and change nothing.") var preview = false
  @Option(
    defaultAsFlag: "",
    help: ArgumentHelp(
      "Agree to what would open: to what you were shown last, or to the hash that you name.", valueName: "hash"))
  var confirmOpening: String?
  @Flag(help: "Take a set-up of another folder or another authority.") var replace = false
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      if (reason ?? "").trimmed.isEmpty {
        if confirmOpening != nil {
          throw Failure(.usage, "--confirm-opening needs a --reason, which the audit log keeps.")
        }
        if replace { throw Failure(.usage, "--replace needs a --reason, which the audit log keeps.") }
      }
      let location = try StoreLocation(options.choice)
      let store = location.exists ? try preview ? location.openToLook() : location.open(.existing) : nil
      try await refuseNowhere(store)
      let workspace = try Workspace(options.choice)
      let now = Workspace.now
      var inForce: AdoptionPlan.InForce?
      if let store {
        inForce = try await AdoptionPlan.InForce(store, connectors: Portcullis.parts.connectors.list, now: now)
      }
      let plan = try await AdoptionPlan(DiskSnapshot(workspace), over: inForce, store: store, now: now)
      try refuseUnfit(plan)
      if preview || plan.isInForce {
        show(plan, nil)
        if preview, let store { await remember(plan, store) }
        return
      }
      // Only here, where something comes into force, is a store made that was not there.
      let target = try store ?? location.open(.creating)
      let look = try await agreement(to: plan, target)
      let anchoring = try StoreAnchoring(
        target, settings: plan.disk.settings, folder: plan.disk.snapshot.folder, parts: Portcullis.parts)
      if let adopted = plan.inForce?.adopted {
        let before = try StoreAnchoring(
          target, settings: adopted.settings(), folder: adopted.revision.governing.folder, parts: Portcullis.parts)
        await before.begin()
      }
      let adoption = try await target.adopt(plan.draft(actor: options.actor, reason: reason, seen: look?.position))
      await anchoring.begin()
      target.wakeGate()
      show(plan, adoption)
    }
  }

  private func show(_ plan: AdoptionPlan, _ adoption: Adoption?) {
    let report = AdoptionReport(plan: plan)
    switch options.format {
    case .json: Terminal.write(report.json(adoption).text)
    case .text: Terminal.write(report.text(adoption, isPreview: preview))
    }
  }

  /// Where no files are at hand there is nothing to adopt, and least of all over another folder's revision.
  private func refuseNowhere(_ store: (any CouncilStore)?) async throws {
    guard SettingsPlace(options.choice) == .nowhere, let store, let epoch = try await store.epoch(),
      let revision = try await store.revision(epoch), revision.governing.folder != Workspace.absolute("")
    else { return }
    throw Failure(
      .notPermitted,
      "Nothing was adopted: there is no set-up here, and what is in force belongs to \(revision.governing.folder). Adopt "
        + "from there, or name its settings by --settings.")
  }

  private func refuseUnfit(_ plan: AdoptionPlan) throws {
    if let failure = plan.unfitness {
      show(plan, nil)
      throw failure
    }
  }

  // MARK: Agreeing

  /// What was shown is what a later --confirm-opening agrees to. Somebody who may only look agrees to nothing anyway.
  private func remember(_ plan: AdoptionPlan, _ store: any CouncilStore) async {
    try? await store.note(plan.hash.hex, of: .adoption, by: options.actor.login, at: plan.now)
  }

  /// The look to which the person agrees, where anything has to be agreed to: what was queued since is left out. Nil where
  /// nothing has to be, or where the hash was named by one who never looked.
  private func agreement(to plan: AdoptionPlan, _ store: any CouncilStore) async throws -> Look? {
    if !plan.replaces.isEmpty, !replace {
      show(plan, nil)
      await remember(plan, store)
      throw Failure(
        .notPermitted,
        messages: plan.replaces + [
          "Nothing was adopted. If this is to take its place: portcullis adopt --replace --reason “…”. Else go to the "
            + "right folder, or name another --store."
        ])
    }
    guard plan.needsAgreement else { return nil }
    guard let confirmOpening else {
      show(plan, nil)
      await remember(plan, store)
      throw Failure(
        .notPermitted,
        "Nothing was adopted: it \(plan.opensNothing ? "would loosen a rule" : "would open what is closed"), and a person "
          + "has to agree. Agree to what you see here by --confirm-opening --reason “…”, or correct the files.")
    }
    let look = try await store.look(at: .adoption, by: options.actor.login)
    let isLast = look?.seen == plan.hash.hex
    guard confirmOpening.isEmpty ? isLast : Agreement.names(plan.hash, confirmOpening) else {
      // Whoever repeats the command has still agreed to nothing: only a fresh look, or this hash by name, counts.
      try await store.note("", of: .adoption, by: options.actor.login, at: plan.now)
      show(plan, nil)
      let why =
        !confirmOpening.isEmpty
        ? "The hash that you named is not this change's: something has moved since."
        : look?.seen.isEmpty ?? true
          ? "You have not been shown this change." : "Something has moved since you were shown this change."
      throw Failure(
        .tryAgain,
        "\(why) Nothing was adopted. Look at it by “portcullis adopt --preview”, then agree by --confirm-opening --reason “…”."
      )
    }
    return isLast ? look : nil
  }
}
