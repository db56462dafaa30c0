package import Elections

/// What an event records besides who, when, where and under which revision.
package protocol FactPayload: Hashable, Sendable {
  /// Writes its parts in the order in which the log has always had them.
  func write(to facts: inout FactWriter)
  /// Reads them back, from an entry of this or any earlier version.
  init(_ facts: FactReader) throws(UnreadableFact)

  // What more than one event records; nil where a payload has no such part.
  var reason: String? { get }
  var due: Instant? { get }
  var contentClass: ContentClass? { get }
  var url: String? { get }
}

extension FactPayload {
  package var reason: String? { nil }
  package var due: Instant? { nil }
  package var contentClass: ContentClass? { nil }
  package var url: String? { nil }

  /// About how many bytes most facts take.
  package static var usualLength: Int { 160 }

  package func written(_ event: AuditEvent) -> WrittenFact {
    var facts = FactWriter(capacity: Self.usualLength)
    write(to: &facts)
    return WrittenFact(event, facts.text, personal: facts.personal)
  }
}

/// A fact as the log keeps it.
package struct WrittenFact: Hashable, Sendable {
  package let event: AuditEvent
  /// A JSON object on one line; empty where the event records nothing more.
  package let text: String
  /// Where a personal text stands in it, in bytes of UTF-8; nil where there is none, or none that is known any more.
  package let personal: Range<Int>?

  /// `text` is what a log keeps of it.
  package init(_ event: AuditEvent, kept text: String) { self.init(event, text, personal: nil) }

  fileprivate init(_ event: AuditEvent, _ text: String, personal: Range<Int>?) {
    self.event = event
    self.text = text
    self.personal = personal
  }
}

extension AuditFact {
  package var written: WrittenFact {
    switch self {
    // There is one of these for each post, so no box is made for it.
    case .submitted(let payload): payload.written(.submitted)
    case .unreadable(let event, let text): WrittenFact(event, kept: text)
    default: payload?.written(event) ?? WrittenFact(event, kept: "")
    }
  }

  /// Reads what the log keeps of an event. What cannot be read is kept as it is.
  package init(_ event: AuditEvent, reading text: String) {
    do throws(UnreadableFact) {
      self = try Self.read(event, FactReader(text))
    } catch {
      self = .unreadable(event, text: text)
    }
  }

  /// Why it happened, in the words of whoever recorded it.
  package var reason: String? { payload?.reason }
  /// When its delivery was due, or is from then on.
  package var due: Instant? { payload?.due }
  package var contentClass: ContentClass? { payload?.contentClass }
  package var url: String? { payload?.url }

  /// What became of a post by a change of what it says or when it is due; nil for everything else.
  package var edit: Edited? {
    switch self {
    case .edited(let fact), .moved(let fact): fact
    default: nil
    }
  }

  private static func read(_ event: AuditEvent, _ facts: FactReader) throws(UnreadableFact) -> AuditFact {
    switch event {
    case .adopted: .adopted(try Adopted(facts))
    case .sourceUnreadable: .sourceUnreadable(try DoubtfulSource(facts))
    case .sourceReadable: .sourceReadable(try DoubtfulSource(facts))
    case .submitted: .submitted(try Submitted(facts))
    case .imported: .imported(try Imported(facts))
    case .edited: .edited(try Edited(facts))
    case .moved: .moved(try Edited(facts))
    case .cancelled: .cancelled(try Decided(facts))
    case .cancelRequested: .cancelRequested(try Decided(facts))
    case .released: .released(try Decided(facts))
    case .confirmedPublished: .confirmedPublished(try Reason(facts))
    case .approved: .approved(try Approved(facts))
    case .rejected: .rejected(try Rejected(facts))
    case .overrideRequested: .overrideRequested(try OverrideAct(facts))
    case .overrideApproved: .overrideApproved(try OverrideAct(facts))
    case .overrideRefused: .overrideRefused(try OverrideAct(facts))
    case .overrideWithdrawn: .overrideWithdrawn(try OverrideAct(facts))
    case .overrideUsed: .overrideUsed(try OverrideUsed(facts))
    case .overrideEnded: .overrideEnded(try OverrideEnded(facts))
    case .tokenAdded: .tokenAdded(try TokenAct(facts))
    case .tokenAccepted: .tokenAccepted(try TokenAct(facts))
    case .tokenRevoked: .tokenRevoked(try TokenAct(facts))
    case .sending: .sending(try Sending(facts))
    case .published: .published(try Published(facts))
    case .notSent: .notSent(try NotSent(facts))
    case .failed: .failed(try Reason(facts))
    case .uncertain: .uncertain(try Reason(facts))
    case .stillUncertain: .stillUncertain(try Reason(facts))
    case .review: .review(try Review(facts))
    case .expired: .expired
    case .lateReport: .lateReport(try LateAnswer(facts))
    case .differs: .differs(try Differing(facts))
    case .notReadBack: .notReadBack(try Reason(facts))
    case .flagged: .flagged(try Flagged(facts))
    case .laneClosed: .laneClosed(try LaneChange(facts))
    case .laneOpened: .laneOpened(try LaneChange(facts))
    case .channelStopped: .channelStopped(try Reason(facts))
    case .channelStarted: .channelStarted(try Reason(facts))
    case .paused: .paused(try Paused(facts))
    case .pauseEnded: .pauseEnded(try Reason(facts))
    case .gateStarted: .gateStarted(try GateStarted(facts))
    case .gateStopped: .gateStopped(try GateStopped(facts))
    case .clockConfirmed: .clockConfirmed(try Reason(facts))
    case .storeWentBack: .storeWentBack(try SetBack(facts))
    case .textRemoved: .textRemoved(try TextRemoved(facts))
    }
  }

  private var payload: (any FactPayload)? {
    switch self {
    case .adopted(let payload): payload
    case .sourceUnreadable(let payload), .sourceReadable(let payload): payload
    case .submitted(let payload): payload
    case .imported(let payload): payload
    case .edited(let payload), .moved(let payload): payload
    case .cancelled(let payload), .cancelRequested(let payload), .released(let payload): payload
    case .approved(let payload): payload
    case .rejected(let payload): payload
    case .overrideRequested(let payload), .overrideApproved(let payload), .overrideRefused(let payload),
      .overrideWithdrawn(let payload):
      payload
    case .overrideUsed(let payload): payload
    case .overrideEnded(let payload): payload
    case .tokenAdded(let payload), .tokenAccepted(let payload), .tokenRevoked(let payload): payload
    case .sending(let payload): payload
    case .published(let payload): payload
    case .notSent(let payload): payload
    case .review(let payload): payload
    case .lateReport(let payload): payload
    case .differs(let payload): payload
    case .flagged(let payload): payload
    case .laneClosed(let payload), .laneOpened(let payload): payload
    case .paused(let payload): payload
    case .gateStarted(let payload): payload
    case .gateStopped(let payload): payload
    case .storeWentBack(let payload): payload
    case .textRemoved(let payload): payload
    case .confirmedPublished(let payload), .failed(let payload), .uncertain(let payload),
      .stillUncertain(let payload), .notReadBack(let payload), .channelStopped(let payload),
      .channelStarted(let payload), .pauseEnded(let payload), .clockConfirmed(let payload):
      payload
    case .expired, .unreadable: nil
    }
  }
}
