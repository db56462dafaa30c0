/// What an entry of the audit log says of its event: one case for each, with exactly what that event records.
///
/// Whoever records something gives a fact; whoever reads the log takes one, and nobody else knows how it stands there.
package enum AuditFact: Hashable, Sendable {
  // Rules
  case adopted(Adopted)
  case sourceUnreadable(DoubtfulSource)
  case sourceReadable(DoubtfulSource)

  // Posts, by people
  case submitted(Submitted)
  case imported(Imported)
  case edited(Edited)
  case moved(Edited)
  case cancelled(Decided)
  case cancelRequested(Decided)
  case released(Decided)
  case confirmedPublished(Reason)
  case approved(Approved)
  case rejected(Rejected)

  // Overrides
  case overrideRequested(OverrideAct)
  case overrideApproved(OverrideAct)
  case overrideRefused(OverrideAct)
  case overrideWithdrawn(OverrideAct)
  case overrideUsed(OverrideUsed)
  case overrideEnded(OverrideEnded)

  // Tokens
  case tokenAdded(TokenAct)
  case tokenAccepted(TokenAct)
  case tokenRevoked(TokenAct)

  // Deliveries, by the gate
  case sending(Sending)
  case published(Published)
  case notSent(NotSent)
  case failed(Reason)
  case uncertain(Reason)
  case stillUncertain(Reason)
  case review(Review)
  case expired
  case lateReport(LateAnswer)
  case differs(Differing)
  case notReadBack(Reason)
  case flagged(Flagged)

  // Channels
  case laneClosed(LaneChange)
  case laneOpened(LaneChange)
  case channelStopped(Reason)
  case channelStarted(Reason)
  case paused(Paused)
  case pauseEnded(Reason)

  // The gate
  case gateStarted(GateStarted)
  case gateStopped(GateStopped)
  case clockConfirmed(Reason)
  case storeWentBack(SetBack)

  // The log itself
  case textRemoved(TextRemoved)

  /// What stands there is no fact of the event: an entry that was damaged, or of a version that is not known. It is shown
  /// as it is.
  case unreadable(AuditEvent, text: String)

  package var event: AuditEvent {
    switch self {
    case .adopted: .adopted
    case .sourceUnreadable: .sourceUnreadable
    case .sourceReadable: .sourceReadable
    case .submitted: .submitted
    case .imported: .imported
    case .edited: .edited
    case .moved: .moved
    case .cancelled: .cancelled
    case .cancelRequested: .cancelRequested
    case .released: .released
    case .confirmedPublished: .confirmedPublished
    case .approved: .approved
    case .rejected: .rejected
    case .overrideRequested: .overrideRequested
    case .overrideApproved: .overrideApproved
    case .overrideRefused: .overrideRefused
    case .overrideWithdrawn: .overrideWithdrawn
    case .overrideUsed: .overrideUsed
    case .overrideEnded: .overrideEnded
    case .tokenAdded: .tokenAdded
    case .tokenAccepted: .tokenAccepted
    case .tokenRevoked: .tokenRevoked
    case .sending: .sending
    case .published: .published
    case .notSent: .notSent
    case .failed: .failed
    case .uncertain: .uncertain
    case .stillUncertain: .stillUncertain
    case .review: .review
    case .expired: .expired
    case .lateReport: .lateReport
    case .differs: .differs
    case .notReadBack: .notReadBack
    case .flagged: .flagged
    case .laneClosed: .laneClosed
    case .laneOpened: .laneOpened
    case .channelStopped: .channelStopped
    case .channelStarted: .channelStarted
    case .paused: .paused
    case .pauseEnded: .pauseEnded
    case .gateStarted: .gateStarted
    case .gateStopped: .gateStopped
    case .clockConfirmed: .clockConfirmed
    case .storeWentBack: .storeWentBack
    case .textRemoved: .textRemoved
    case .unreadable(let event, _): event
    }
  }
}
