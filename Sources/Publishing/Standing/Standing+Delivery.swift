package import Elections

/// What becomes of single deliveries.
extension Standing {
  /// The gate's answer for a delivery at an instant, from the delivery's own state and all that holds then.
  package func verdict(on delivery: Delivery, at instant: Instant) -> Verdict {
    switch delivery.state {
    case .queued: hold(of: delivery, from: instant).map(Verdict.hold) ?? .release
    case .review(_, let reason), .uncertain(_, let reason): .refuse(reason: reason)
    case .sending: .release
    case .published: .refuse(reason: "It is published.")
    case .failed(_, let reason), .cancelled(_, let reason): .refuse(reason: reason)
    case .expired: .refuse(reason: "It expired.")
    }
  }

  /// What will become of a delivery, seen from `now`.
  package func outlook(for delivery: Delivery) -> Outlook {
    let moment = moment(of: delivery)
    let verdict = verdict(on: delivery, at: moment)
    let earliest: Instant? =
      switch verdict {
      case .release: moment
      case .hold(let hold): hold.until
      case .refuse: nil
      }
    let latest = latest(of: delivery)
    return Outlook(verdict: verdict, earliest: earliest, goesToReview: earliest.map { $0 > latest } ?? false)
  }

  /// What holds a queued delivery, to its end; nil where it may leave at `instant`.
  package func hold(of delivery: Delivery, from instant: Instant) -> Hold? {
    hold(of: delivery, from: instant, wait: wait(of: delivery))
  }

  /// The last instant at which it may leave without a fresh decision by a person.
  func latest(of delivery: Delivery) -> Instant {
    delivery.latest(channelAllows: rules.channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter)
  }

  /// When it is first asked about: at its time when that lies ahead, else now. What was put off had its time already.
  func moment(of delivery: Delivery) -> Instant { max(now, min(delivery.next, delivery.wanted)) }

  // MARK: Causes

  /// The same without its channel's pace.
  func holdBesidesPace(of delivery: Delivery, from instant: Instant) -> Hold? {
    hold(of: delivery, from: instant, wait: nil)
  }

  private func hold(of delivery: Delivery, from instant: Instant, wait: Departures.Wait?) -> Hold? {
    Hold(from: instant) {
      inForce(delivery, wait, at: $0)
    } nextEdge: {
      nextEdge(of: delivery, wait, after: $0)
    }
  }

  private func inForce(_ delivery: Delivery, _ wait: Departures.Wait?, at instant: Instant) -> [CauseInForce] {
    var inForce = rules.causesInForce(delivery.lane(at: instant), at: instant)
    for stoppage in stoppages(on: delivery.channel, at: instant) {
      inForce.append(CauseInForce(stoppage.cause, until: stoppage.until))
    }
    if let wait, wait.ready <= instant, instant < wait.until {
      inForce.append(CauseInForce(paceCause(delivery.channel, until: wait.until), until: wait.until))
    }
    if delivery.isPutOff, instant < delivery.next {
      inForce.append(CauseInForce(Self.retryCause(until: delivery.next), until: delivery.next))
    }
    return inForce
  }

  private func nextEdge(of delivery: Delivery, _ wait: Departures.Wait?, after instant: Instant) -> Instant? {
    let own = [delivery.override?.until, wait?.ready, wait?.until, delivery.isPutOff ? delivery.next : nil]
    return own.reduce(nextCauseEdge(of: delivery.channel, after: instant)) { next, edge in
      guard let edge, edge > instant else { return next }
      return min(next ?? edge, edge)
    }
  }

  private func paceCause(_ channel: String, until: Instant) -> Cause {
    let pace = rules.channel(channel)?.pace ?? Pace(posts: 1, per: .zero)
    return .condition(
      HoldCondition(
        kind: .pace,
        detail:
          "At most \(pace.posts) post\(pace.posts == 1 ? "" : "s") in \(pace.per.inWords) may leave on “\(channel)”; "
          + "it waits for its turn.", until: until))
  }

  private static func retryCause(until: Instant) -> Cause {
    .condition(
      HoldCondition(kind: .retry, detail: "It could not be sent at the last attempt, and is tried again.", until: until)
    )
  }

  // MARK: Pace

  /// How long it waits for its turn on a channel with a pace; nil where it does not, or where it never comes.
  private func wait(of delivery: Delivery) -> Departures.Wait? {
    // What a gate has in hand had its turn.
    guard rules.channel(delivery.channel)?.pace != nil, case .queued(nil) = delivery.state else { return nil }
    let departures = departures[delivery.channel]
    let known = departures?.waits[delivery.id]
    return known ?? self.departures(of: [delivery], on: delivery.channel)?.waits[delivery.id]
  }

  /// When each of the deliveries leaves, one behind the other; nil where the channel has no pace.
  func departures(of queue: [Delivery], on channel: String) -> Departures? {
    guard let (pace, log) = pace(of: channel) else { return nil }
    return Departures(of: queue, pace, log, in: self)
  }
}

extension Delivery {
  /// When it may leave if nothing goes wrong: at its time, or since a person let it go.
  package var wanted: Instant { max(due, releasedAt ?? due) }

  /// It could not be sent, and comes up again later than it was wanted. What a gate has in hand has come up.
  package var isPutOff: Bool { next > wanted && state.claim == nil }

  /// Its lane at an instant: an override lifts the windows only until its time is over.
  package func lane(at instant: Instant) -> Lane {
    guard let override, instant >= override.until else { return lane }
    return Lane(
      channel: channel, contentClass: contentClass,
      traits: Lane.Traits(approvals: approvals, isFlagged: isFlagged))
  }
}
