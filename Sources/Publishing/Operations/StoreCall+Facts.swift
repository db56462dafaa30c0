package import Elections

/// Which facts tell two calls of an act apart.
extension StoreCall {
  package static func adopt(_ draft: RevisionDraft) -> StoreCall {
    StoreCall(.adopt) {
      $0.add(draft.hash)
      $0.add(draft.basis?.rawValue)
      $0.add(draft.at)
      $0.add(draft.actor)
    }
  }

  package static func look(_ seen: String, of subject: Look.Subject, by login: String, at: Instant) -> StoreCall {
    StoreCall(.look) {
      $0.add(seen)
      $0.add(subject.description)
      $0.add(login)
      $0.add(at)
    }
  }

  package static func doubts(_ doubts: [SourceDoubt], at: Instant) -> StoreCall {
    StoreCall(.doubts) {
      $0.add(at)
      for doubt in doubts {
        $0.add(doubt.source)
        $0.add(doubt.detail)
      }
    }
  }

  package static func filesRead(_ service: ServiceID, at: Instant) -> StoreCall {
    StoreCall(.filesRead) {
      $0.add(service.rawValue)
      $0.add(at)
    }
  }

  /// By the keys of the deliveries, which are made once for each.
  package static func submit(_ drafts: [PostDraft], _ note: SubmissionNote) -> StoreCall {
    StoreCall(.submit) {
      $0.add(note.at)
      for draft in drafts {
        $0.add(draft.idempotencyKey)
        for target in draft.targets {
          $0.add(target.key.high)
          $0.add(target.key.low)
        }
      }
    }
  }

  package static func change(_ change: PostChange) -> StoreCall {
    StoreCall(.changePost) {
      $0.add(change.post.rawValue)
      $0.add(change.channel)
      $0.add(change.at)
      $0.add(change.actor.description)
      $0.add(change.seen.map(Int64.init))
      switch change.act {
      case .edit(let content, let due, let lateAfter, let expires, _):
        $0.add("edit")
        $0.add(content?.canonicalText)
        $0.add(due)
        $0.add(lateAfter?.wholeMilliseconds)
        $0.add(expires)
      case .cancel(let reason): $0.add("cancel", because: reason)
      case .release(let reason): $0.add("release", because: reason)
      case .confirm(let reason): $0.add("confirm", because: reason)
      case .approve(let reason): $0.add("approve", because: reason)
      case .reject(let reason): $0.add("reject", because: reason)
      }
    }
  }

  package static func change(_ change: OverrideChange) -> StoreCall {
    StoreCall(.changeOverride) {
      $0.add(change.at)
      $0.add(change.actor.description)
      $0.add(change.seen.map(Int64.init))
      $0.add(change.act.override?.rawValue)
      switch change.act {
      case .request(let name, let basis, let reason, let until):
        $0.add(name.description)
        $0.add(basis.rawValue, because: reason)
        $0.add(until)
      case .approve(_, let reason): $0.add("approve", because: reason)
      case .refuse(_, let reason): $0.add("refuse", because: reason)
      case .withdraw(_, let reason): $0.add("withdraw", because: reason)
      }
    }
  }

  package static func change(_ change: TokenChange) -> StoreCall {
    StoreCall(.changeToken) {
      $0.add(change.at)
      $0.add(change.actor.description)
      switch change.act {
      case .add(let login, let scope, let hash, let expires):
        $0.add(login)
        $0.add(scope.rawValue)
        $0.add(hash)
        $0.add(expires)
      case .accept(let id):
        $0.add(id.rawValue)
        $0.add("accept")
      case .revoke(let id, let reason):
        $0.add(id.rawValue)
        $0.add("revoke", because: reason)
      case .drop(let id, let reason):
        $0.add(id.rawValue)
        $0.add("drop", because: reason)
      }
    }
  }

  package static func pause(_ pause: Pause) -> StoreCall {
    StoreCall(.pause) {
      $0.add(pause.channel)
      $0.add(pause.actor, because: pause.reason)
      $0.add(pause.until)
      $0.add(pause.at)
    }
  }

  package static func endPause(of channel: String?, at: Instant, actor: Actor, reason: String) -> StoreCall {
    StoreCall(.endPause) {
      $0.add(channel)
      $0.add(actor.description, because: reason)
      $0.add(at)
    }
  }

  package static func stop(_ stop: ChannelStop) -> StoreCall {
    StoreCall(.stop) {
      $0.add(stop.channel)
      $0.add(stop.actor, because: stop.reason)
      $0.add(stop.at)
    }
  }

  package static func start(_ channel: String, at: Instant, actor: Actor, reason: String) -> StoreCall {
    StoreCall(.start) {
      $0.add(channel)
      $0.add(actor.description, because: reason)
      $0.add(at)
    }
  }

  package static func register(_ service: ServiceStart) -> StoreCall {
    StoreCall(.register) {
      $0.add(service.host)
      $0.add(Int64(service.process))
      $0.add(service.at)
    }
  }

  package static func heartbeat(_ sign: SignOfLife) -> StoreCall {
    StoreCall(.heartbeat) {
      $0.add(sign.service.rawValue)
      $0.add(sign.reading.wall)
      $0.add(sign.reading.bootTime.wholeMilliseconds)
    }
  }

  package static func unregister(_ service: ServiceID, at: Instant) -> StoreCall {
    StoreCall(.unregister) {
      $0.add(service.rawValue)
      $0.add(at)
    }
  }

  package static func confirmClock(_ reading: ClockReading, reason: String, by actor: Actor) -> StoreCall {
    StoreCall(.confirmClock) {
      $0.add(actor.description, because: reason)
      $0.add(reading.wall)
    }
  }

  package static func claim(_ request: ClaimRequest) -> StoreCall {
    StoreCall(.claim) {
      $0.add(request.service.rawValue)
      $0.add(request.now)
      $0.add(request.revision.rawValue)
      $0.add(Int64(request.limit))
    }
  }

  package static func keep(_ preparation: KeptPreparation) -> StoreCall {
    StoreCall(.keep) {
      $0.add(preparation.delivery, preparation.fence)
      $0.add(Int64(preparation.kept.count))
    }
  }

  package static func permit(_ request: PermitRequest) -> StoreCall {
    StoreCall(.permit) {
      $0.add(request.service.rawValue)
      $0.add(request.now)
      $0.add(request.revision.rawValue)
      for item in request.items { $0.add(item.delivery, item.fence) }
    }
  }

  package static func record(_ reports: [DeliveryReport]) -> StoreCall {
    StoreCall(.record) {
      for report in reports {
        $0.add(report.delivery, report.event.fence)
        $0.add(report.audit?.event.rawValue)
        $0.add(report.audit?.at)
      }
    }
  }

  package static func see(_ sighting: Sighting) -> StoreCall {
    StoreCall(.see) {
      $0.add(sighting.delivery, sighting.fence)
      $0.add(sighting.at)
    }
  }

  package static func renew(_ renewal: LeaseRenewal) -> StoreCall {
    StoreCall(.renew) {
      $0.add(renewal.service.rawValue)
      $0.add(renewal.until)
      $0.add(Int64(renewal.underWay.count))
    }
  }

  package static func recover(_ request: RecoveryRequest) -> StoreCall {
    StoreCall(.recover) {
      $0.add(request.service.rawValue)
      $0.add(request.now)
      $0.add(request.isAlone ? 1 : 0)
    }
  }

  package static func edges(_ edges: [LaneEdge]) -> StoreCall {
    StoreCall(.edges) {
      for edge in edges {
        $0.add(edge.lane.description)
        $0.add(edge.isOpen ? 1 : 0)
        $0.add(edge.audit.at)
      }
    }
  }

  package static func setBack(_ finding: WentBack, at: Instant) -> StoreCall {
    StoreCall(.setBack) {
      $0.add(finding.way.rawValue)
      $0.add(finding.entry)
      $0.add(at)
    }
  }

  package static func removeText(_ removal: TextRemoval) -> StoreCall {
    StoreCall(.removeText) {
      $0.add(removal.entry)
      $0.add(removal.actor.description, because: removal.reason)
      $0.add(removal.at)
    }
  }

  package static func audit(_ drafts: [AuditDraft]) -> StoreCall {
    StoreCall(.audit) {
      for draft in drafts {
        $0.add(draft.at)
        $0.add(draft.event.rawValue)
        $0.add(draft.detail)
      }
    }
  }
}

extension CallDigest {
  fileprivate mutating func add(_ what: String, because reason: String?) {
    add(what)
    add(reason)
  }

  fileprivate mutating func add(_ delivery: DeliveryID, _ fence: Int64?) {
    add(delivery.rawValue)
    add(fence)
  }
}
