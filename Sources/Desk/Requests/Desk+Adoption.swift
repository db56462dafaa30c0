package import Contract
import ElectionCalendar
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: PreviewAdoption) async throws -> Answered<AdoptionAnswer> {
    let location = try StoreLocation(choice)
    let candidate = try await Candidate(choice, over: location.exists ? location.openToNote() : nil)
    if let failure = candidate.plan.unfitness { return candidate.answer(nil, failure) }
    await candidate.remember()
    return candidate.answer(nil)
  }

  package func answer(_ request: AdoptFiles) async throws -> Answered<AdoptionAnswer> {
    try request.checkReason()
    let location = try StoreLocation(choice)
    let candidate = try await Candidate(choice, over: location.exists ? location.open(.existing) : nil)
    let plan = candidate.plan
    if let failure = plan.unfitness { return candidate.answer(nil, failure) }
    if plan.isInForce { return candidate.answer(nil) }
    // Only here, where something comes into force, is a store made that was not there.
    let store = try candidate.store ?? location.open(.creating)
    let look: Look?
    switch try await candidate.agreement(request, store) {
    case .refused(let failure): return candidate.answer(nil, failure)
    case .agreed(let found): look = found
    }
    let parts = choice.parts
    let anchoring = try StoreAnchoring(
      store, settings: plan.disk.settings, folder: plan.disk.snapshot.folder, parts: parts)
    if let adopted = plan.inForce?.adopted {
      let before = try StoreAnchoring(
        store, settings: adopted.settings(), folder: adopted.revision.governing.folder, parts: parts)
      await before.begin()
    }
    let adoption = try await store.adopt(
      plan.draft(actor: candidate.actor, reason: request.reason, seen: look?.position), as: Workspace.newOperation())
    await anchoring.begin()
    if choice.atStore != nil, plan.disk.settings.register != nil { try store.closeToOthers() }
    store.wakeGate()
    return candidate.answer(adoption)
  }
}

extension AdoptFiles {
  fileprivate func checkReason() throws {
    guard (reason ?? "").trimmed.isEmpty else { return }
    if confirmOpening != nil {
      throw Failure(.usage, "--confirm-opening needs a --reason, which the audit log keeps.")
    }
    if replace { throw Failure(.usage, "--replace needs a --reason, which the audit log keeps.") }
  }
}

/// The files on disk beside what is in force, and who looks at them.
private struct Candidate {
  let workspace: Workspace
  let plan: AdoptionPlan
  /// Nil where none is there yet.
  let store: (any CouncilStore)?
  let actor: Actor
  let parts: Parts

  init(_ choice: SetUpChoice, over store: (any CouncilStore)?) async throws {
    try await Self.refuseNowhere(choice, store)
    workspace = try Workspace(choice)
    let now = Workspace.now
    var inForce: AdoptionPlan.InForce?
    var register: Register?
    if let store {
      inForce = try await AdoptionPlan.InForce(store, connectors: choice.parts.connectors.list, now: now)
      register = try inForce?.adopted.settings().register
      try StoreKeeper.check(choice, register)
    }
    plan = try await AdoptionPlan(DiskSnapshot(workspace), over: inForce, store: store, now: now)
    self.store = store
    actor = choice.actor(under: register)
    parts = choice.parts
  }

  /// Where no files are at hand there is nothing to adopt, and least of all over another folder's revision.
  private static func refuseNowhere(_ choice: SetUpChoice, _ store: (any CouncilStore)?) async throws {
    guard SettingsPlace(choice) == .nowhere, let store, let epoch = try await store.epoch(),
      let revision = try await store.revision(epoch), revision.governing.folder != Workspace.absolute("")
    else { return }
    throw Failure(
      .notPermitted,
      "Nothing was adopted: there is no set-up here, and what is in force belongs to \(revision.governing.folder). Adopt "
        + "from there, or name its settings by --settings.")
  }

  /// `failure`: why it was not adopted.
  func answer(_ adoption: Adoption?, _ failure: Failure? = nil) -> Answered<AdoptionAnswer> {
    Answered(ContractValues(workspace.civil).adoption(plan, adoption), workspace, failure)
  }

  /// What was shown is what a later --confirm-opening agrees to. Somebody who may only look agrees to nothing anyway.
  func remember() async {
    guard let store, !actor.isReader else { return }
    _ = await KeptLook(store: store, login: actor.login, parts: parts).keep(plan.hash.hex, of: .adoption, at: plan.now)
  }

  // MARK: Agreeing

  enum Agreed {
    /// With the look to which the person agrees, where anything has to be agreed to: what was queued since is left out. Nil
    /// where nothing has to be, or where the hash was named by one who never looked.
    case agreed(Look?)
    case refused(Failure)
  }

  func agreement(_ request: AdoptFiles, _ store: any CouncilStore) async throws -> Agreed {
    if !plan.replaces.isEmpty, !request.replace {
      await remember()
      return .refused(
        Failure(
          .notPermitted,
          messages: plan.replaces.map { Sentence($0) } + [
            "Nothing was adopted. If this is to take its place: portcullis adopt --replace --reason “…”. Else go to the "
              + "right folder, or name another --store."
          ]))
    }
    guard plan.needsAgreement else { return .agreed(nil) }
    guard let confirmOpening = request.confirmOpening else {
      await remember()
      return .refused(
        Failure(
          .notPermitted,
          "Nothing was adopted: it \(plan.opensNothing ? "would loosen a rule" : "would open what is closed"), and a person "
            + "has to agree. Agree to what you see here by --confirm-opening --reason “…”, or correct the files."))
    }
    let look = try await store.look(at: .adoption, by: actor.login)
    let isLast = look?.seen == plan.hash.hex
    guard confirmOpening.isEmpty ? isLast : Agreement.names(plan.hash, confirmOpening) else {
      // Whoever repeats the command has still agreed to nothing: only a fresh look, or this hash by name, counts.
      try await store.note("", of: .adoption, by: actor.login, at: plan.now, as: Workspace.newOperation())
      return .refused(Failure(.tryAgain, notAgreed(look, isNamed: !confirmOpening.isEmpty)))
    }
    return .agreed(isLast ? look : nil)
  }

  private func notAgreed(_ look: Look?, isNamed: Bool) -> Sentence {
    let why =
      isNamed
      ? "The hash that you named is not this change's: something has moved since."
      : look?.seen.isEmpty ?? true
        ? "You have not been shown this change." : "Something has moved since you were shown this change."
    return
      "\(why) Nothing was adopted. Look at it by \(Remedy.previewAdoption), then agree by --confirm-opening --reason “…”."
  }
}
