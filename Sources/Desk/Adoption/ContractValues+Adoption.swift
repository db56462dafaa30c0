import Contract
import ElectionCalendar
import Elections
import Publishing
import PublishingGate
import Texts

/// Adopting as the contract writes it: as its answer, and as the audit log keeps it.
extension ContractValues {
  /// What a plan would do or, where it was adopted, did.
  func adoption(_ plan: AdoptionPlan, _ adoption: Adoption?) -> AdoptionAnswer {
    let revision = adoption?.revision ?? plan.basis?.number
    let heading = AdoptionAnswer.Heading(
      revision: revision.map { Int($0.rawValue) }, adopted: adoption != nil,
      authority: AdoptionAnswer.Candidate(
        name: plan.disk.settings.authority.name, folder: plan.disk.snapshot.folder),
      inForceAlready: plan.isInForce, hash: plan.hash.hex, needsAgreement: plan.needsAgreement,
      first: plan.isFirst
        ? AdoptionAnswer.Extent(files: plan.disk.snapshot.files.count, channels: plan.candidate.channels.count) : nil)
    let effects = AdoptionAnswer.Effects(
      staff: plan.staffing, addedChannels: plan.comparison?.change.addedChannels ?? [],
      removedChannels: plan.comparison?.change.removedChannels ?? [],
      newlyHeld: plan.newlyHeld.names.map(\.description), newlyHeldTotal: plan.newlyHeld.total,
      newlyReleased: plan.newlyReleased.names.map(\.description), newlyReleasedTotal: plan.newlyReleased.total,
      inFlight: (adoption?.inFlight ?? []).map(\.description), setAside: (adoption?.setAside ?? []).map(\.description),
      problems: plan.problems.map(problem))
    return AdoptionAnswer(
      heading: heading, change: plan.comparison.map { change($0, released: plan.newlyReleased) } ?? .none,
      effects: effects)
  }

  /// What a candidate does beside what is in force.
  func change(_ comparison: RevisionComparison, released: DeliveryList) -> AdoptionChange {
    func list(_ heading: SettingsDifference.Heading) -> [AdoptionChange.Difference] {
      comparison.differences(heading).map(difference)
    }
    // Every queued post that is held and would leave, as far as they are named, and every lane of them.
    let freed =
      comparison.freed.map { AdoptionChange.Entry.freed(self.freed($0)) }
      + released.names.map { name in
        .post(AdoptionChange.FreedPost(delivery: name.description, channel: name.channel))
      }
    return AdoptionChange(
      closes: comparison.change.closes.map { .stretch(stretch($0)) } + list(.closes).map { .difference($0) },
      opens: comparison.change.opens.map { .stretch(stretch($0)) } + freed + list(.opens).map { .difference($0) },
      changesWho: list(.who), changesWhere: list(.goesWhere), replaces: comparison.replaces,
      loosened: comparison.differences.filter { $0.weight == .loosens }.map(\.sentence))
  }

  private func difference(_ difference: SettingsDifference) -> AdoptionChange.Difference {
    AdoptionChange.Difference(
      subject: difference.subject, loosens: difference.weight == .loosens, detail: difference.sentence)
  }

  private func freed(_ freed: RevisionComparison.FreedLane) -> AdoptionChange.Freed {
    AdoptionChange.Freed(
      channel: freed.lane.channel, classes: [freed.lane.contentClass.rawValue], starts: moment(freed.starts),
      ends: moment(freed.ends), causes: causes(freed.causes), lane: freed.lane.description)
  }
}
