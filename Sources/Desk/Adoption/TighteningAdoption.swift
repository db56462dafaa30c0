import ElectionCalendar
package import Elections
package import Publishing
package import PublishingGate

/// Takes over by itself what is proved to close only, and leaves the rest to a person (decision 2 of the architecture).
package struct TighteningAdoption {
  package enum Outcome {
    /// The files say what the revision in force says.
    case nothingNew
    /// The whole change only closes, and is in force now.
    case adopted(Adoption)
    /// What it closes is in force now; the rest waits for a person.
    case adoptedInPart(Adoption, String)
    /// It waits for a person.
    case notAdopted(String)
  }

  /// `workspace` reads with the settings in force where those on disk cannot be read.
  package static func run(
    _ workspace: Workspace, store: any GateStore, current: AdoptedRevision, actor: String, now: Instant
  ) async throws -> Outcome {
    let disk = DiskSnapshot(workspace)
    if current.revision.governing == disk.snapshot, !disk.isIncomplete { return .nothingNew }
    let inForce = try AdoptionPlan.InForce(current, now: now)
    let plan = try await AdoptionPlan(disk, over: inForce, store: store, now: now)
    guard let comparison = plan.comparison else { return .nothingNew }
    let zone = inForce.rules.settings.authority.zone
    let decision = TighteningDecision(
      on: plan.candidate, isWhole: plan.errors.isEmpty && !disk.isIncomplete && plan.leavers.isEmpty,
      comparison: comparison, inForce: inForce.rules,
      governing: try current.governingRuleset(days: Workspace.days(around: now, zone: zone)), now: now)
    switch decision {
    case .whole:
      return .adopted(
        try await store.adopt(
          RevisionDraft(
            basis: current.revision.number, governing: disk.snapshot, bytes: disk.contents.bytes, at: now, actor: actor,
            reason: "It only closes.", isAutomatic: true, note: plan.note, unseen: plan.unseen(since: plan.position)),
          as: Workspace.newOperation()))
    case .part(let closures):
      let kept = closures.snapshot(folder: current.revision.governing.folder)
      let bytes = current.contents.reduce(into: kept.bytes) { $0.merge($1.bytes) { first, _ in first } }
      let adoption = try await store.adopt(
        RevisionDraft(
          basis: current.revision.number, governing: current.revision.governing, alsoCloses: [kept.snapshot],
          bytes: bytes,
          at: now, actor: actor, reason: "What it closes is in force; the rest waits for a person.", isAutomatic: true,
          note: plan.note), as: Workspace.newOperation())
      return .adoptedInPart(
        adoption,
        "Only what the files on disk close is in force; the rest waits for a person. \(workspace.civil.words(remedy(plan)))"
      )
    case .waits:
      return .notAdopted(
        "The files on disk differ from revision \(current.revision.number) and are not adopted. \(workspace.civil.words(remedy(plan)))"
      )
    }
  }

  private static func remedy(_ plan: AdoptionPlan) -> Sentence {
    if let first = plan.replaces.first { return "\(first) Only \(Remedy.adoptReplacing) takes that." }
    if let first = plan.errors.first { return "They have errors: \(first)" }
    if let first = plan.leavers.first { return Sentence(first) }
    return "Look at the change by \(Remedy.previewAdoption)."
  }
}
