package import Contract
package import Elections
import Foundation
package import Publishing
import Texts

/// Values of the domain as the contract writes them.
package struct ContractValues {
  package let civil: CivilText

  package init(_ civil: CivilText) { self.civil = civil }

  func moment(_ instant: Instant) -> Moment { Moment(civil.rfc3339(instant)) }
  func moment(_ instant: Instant?) -> Moment? { instant.map { moment($0) } }
  func day(_ date: CivilDate) -> Day { Day(date.description) }
  func day(_ date: CivilDate?) -> Day? { date.map { day($0) } }

  package func cause(_ cause: Cause) -> HoldCause {
    switch cause {
    case .purdahWindow(let window): .window(self.window(window))
    case .condition(let condition):
      .condition(
        HoldCause.Condition(
          type: condition.kind.rawValue, detail: civil.words(condition.detail), until: moment(condition.until)))
    }
  }

  func causes(_ causes: some Sequence<Cause>) -> [HoldCause] { causes.map(cause) }

  /// How its causes take turns.
  func turns(_ hold: Hold) -> [HoldTurn] {
    hold.stretches.map { HoldTurn(until: moment($0.until), causes: causes($0.causes)) }
  }

  package func window(_ window: PurdahWindow) -> HoldCause.Window {
    HoldCause.Window(
      election: window.election?.description, kind: window.kind?.rawValue, nation: window.nation?.rawValue,
      area: window.area?.description, pollingDay: day(window.pollingDay), starts: moment(window.starts),
      ends: moment(window.ends), basis: window.basis.rawValue, rule: window.rule, citation: window.citation,
      estimate: window.isEstimate, summary: window.summary, source: place(window.source))
  }

  func place(_ source: SourceLine) -> SourcePlace {
    SourcePlace(file: source.file, line: source.line, uid: source.uid)
  }

  func stretch(_ stretch: RevisionChange.Stretch) -> Stretch {
    Stretch(
      channel: stretch.channel, classes: stretch.classes.map(\.rawValue), starts: moment(stretch.starts),
      ends: moment(stretch.ends), causes: stretch.causes.map(cause))
  }

  func revision(_ revision: Revision) -> RevisionAnswer {
    RevisionAnswer(
      revision: Int(revision.number.rawValue), hash: revision.hash.hex, adoptedAt: moment(revision.adoptedAt),
      adoptedBy: revision.actor, reason: revision.reason, automatic: revision.isAutomatic,
      folder: revision.governing.folder, files: revision.governing.files.map(file),
      alsoCloses: revision.alsoCloses.map { $0.files.map(file) })
  }

  private func file(_ file: Snapshot.File) -> RevisionAnswer.File {
    RevisionAnswer.File(role: file.role.rawValue, path: file.path, sha256: file.hash.hex)
  }
}
