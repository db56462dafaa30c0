package import Elections
package import Publishing
import Texts

/// Services and what is known of the clock.
extension MemoryStore {
  package func register(_ service: ServiceStart) async throws(StoreError) -> ServiceID {
    try transaction { state in
      if state.mark.highWater == ClockMark.none.highWater, let last = state.audit.last {
        Self.raise(&state, to: last.draft.at)
      }
      state.services.append(Service(start: service, heartbeat: ClockReading(wall: service.at)))
      let id = ServiceID(Int64(state.services.count))
      state.log(
        AuditDraft(
          at: service.at, actor: "gate", event: .gateStarted, revision: state.revisions.last?.number,
          detail: JSON.object([
            ("service", .string(id.description)), ("host", .string(service.host)),
            ("process", .number(service.process)),
          ]).compactText))
      return id
    }
  }

  package func clockMark() async throws(StoreError) -> ClockMark { look(\.mark) }

  package func heartbeat(_ sign: SignOfLife) async throws(StoreError) -> ClockMark {
    try transaction { state in
      state.services[Int(sign.service.rawValue) - 1].heartbeat = sign.reading
      let mark = state.mark
      switch sign.finding {
      case .sound(let instant, let anchor):
        let isNew = anchor?.boot != nil && anchor?.boot != mark.anchor?.boot
        state.mark = ClockMark(
          highWater: max(mark.highWater, instant), confirmations: mark.confirmations,
          anchor: isNew ? anchor : mark.anchor)
      case .proved(let instant, let anchor):
        state.mark = ClockMark(
          highWater: instant, confirmations: mark.confirmations, anchor: anchor.boot == nil ? mark.anchor : anchor)
      case .doubt(let reason):
        state.mark = ClockMark(
          highWater: mark.highWater, confirmations: mark.confirmations, anchor: mark.anchor, doubt: reason)
      }
      return state.mark
    }
  }

  static func raise(_ state: inout State, to instant: Instant) {
    let mark = state.mark
    state.mark = ClockMark(
      highWater: max(mark.highWater, instant), confirmations: mark.confirmations, anchor: mark.anchor,
      doubt: mark.doubt)
  }

  package func unregister(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try transaction { state in
      state.services[Int(service.rawValue) - 1].isOver = true
      state.log(
        AuditDraft(
          at: at, actor: "gate", event: .gateStopped, revision: state.revisions.last?.number,
          detail: JSON.object([("service", .string(service.description))]).compactText))
    }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(judgement, state)
      try judgement.check(.confirmClock, by: actor, at: reading.wall)
      state.mark = ClockMark(
        highWater: reading.wall, confirmations: state.mark.confirmations + 1,
        anchor: reading.boot == nil ? state.mark.anchor : ClockAnchor(reading, witness: .person))
      state.log(
        AuditDraft(
          at: reading.wall, actor: actor.description, event: .clockConfirmed, revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(reason))]).compactText))
    }
  }
}
