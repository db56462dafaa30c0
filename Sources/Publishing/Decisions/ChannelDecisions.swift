package import Elections

// Channels that are held whatever their lanes say: stopped by their receivers, or paused by people.

extension Decision<Bool> {
  /// Holds a channel until a person starts it again. False where it is stopped already: then the first reason stays.
  package static func stop(_ stop: ChannelStop, instead standing: ChannelStop?, epoch: RevisionNumber?) -> Self {
    guard standing == nil else { return Decision([], answer: false) }
    let entry = AuditDraft(
      at: stop.at, actor: stop.actor, .channelStopped(AuditFact.Reason(stop.reason)), channel: stop.channel,
      revision: epoch)
    return Decision([.stop(stop), .audit(entry)], answer: true)
  }

  /// A person lets a channel that was stopped go on; false where it was not.
  package static func start(
    _ channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce,
    stopped: ChannelStop?, epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try inForce.checkCurrent(epoch)
    try inForce.check(.resumeChannel, by: actor, at: at)
    guard stopped != nil else { return Decision([], answer: false) }
    let entry = AuditDraft(
      at: at, actor: actor.description, .channelStarted(AuditFact.Reason(reason)), channel: channel, revision: epoch)
    return Decision([.start(channel), .audit(entry)], answer: true)
  }

  /// A person ends a pause before its time; false where none holds any more.
  package static func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce, standing pause: Pause?,
    epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try inForce.checkCurrent(epoch)
    try inForce.check(.endPause, by: actor, at: at)
    guard let pause, pause.holds(at: at) else { return Decision([], answer: false) }
    let entry = Pause.ending(of: channel, at: at, actor: actor, reason: reason, revision: epoch)
    return Decision([.endPause(of: channel), .audit(entry)], answer: true)
  }
}

extension Decision<[DeliveryName]> {
  /// Holds a channel, or all, in the place of an earlier pause of the same. Answers with what of it is being sent this
  /// moment, of everything that is.
  package static func pause(
    _ pause: Pause, instead standing: Pause?, under inForce: RulesInForce, beingSent: [Delivery],
    epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try pause.check(replacing: standing, under: inForce, epoch: epoch)
    let inFlight = beingSent.named { pause.concerns($0.channel) }
    return Decision([.pause(pause), .audit(pause.audit(revision: epoch, inFlight: inFlight))], answer: inFlight)
  }
}

extension Decision<[LaneEdge]> {
  /// The edges that were not recorded yet. `isOpen` gives what was recorded of a lane last; of one of which nothing ever
  /// was, it counts as open.
  package static func edges<Failure: Error>(
    _ edges: [LaneEdge], isOpen: (Lane) throws(Failure) -> Bool?
  ) throws(Failure) -> Self {
    var known: [Lane: Bool] = [:]
    var writes: [StoreWrite] = []
    var new: [LaneEdge] = []
    for edge in edges {
      var before = known[edge.lane]
      if before == nil { before = try isOpen(edge.lane) }
      guard before ?? true != edge.isOpen else { continue }
      known[edge.lane] = edge.isOpen
      new.append(edge)
      writes.append(.edge(edge.lane, isOpen: edge.isOpen))
      writes.append(.audit(edge.audit))
    }
    return Decision(writes, answer: new)
  }
}

extension Decision<Bool> {
  /// What is in doubt from now on; false where that is what was.
  package static func doubts(
    _ found: [SourceDoubt], instead known: [SourceDoubt], at now: Instant, epoch: RevisionNumber?
  ) -> Self {
    let replacement = SourceDoubt.Replacement(of: known, by: found, at: now, revision: epoch)
    guard replacement.isChange else { return Decision([], answer: false) }
    return Decision([.doubts(replacement.doubts)] + replacement.audits.map(StoreWrite.audit), answer: true)
  }
}

extension [Delivery] {
  /// The names of those that are being sent and meet a condition, in the order of their numbers.
  func named(where isMeant: (Delivery) -> Bool = { _ in true }) -> [DeliveryName] {
    filter { $0.state.name == .sending && isMeant($0) }.sorted { $0.id < $1.id }.map(\.name)
  }
}
