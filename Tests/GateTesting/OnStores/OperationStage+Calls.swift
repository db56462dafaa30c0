import Elections
package import Publishing
import PublishingGate
import Texts

extension OperationStage {
  /// Exhaustive: whoever adds an act to the contract adds its call here, and it is tried like the others (G-52).
  package func given(_ act: StoreAct) -> GivenCall {
    let (now, rules, old) = (Self.now, Self.rules, Self.oldRules)
    let registered = SimulatedCouncil.inForce(1)
    let (living, gone, inHand, sent) = (living, gone, inHand, sent)
    switch act {
    case .adopt:
      func adopt(_ actor: String, basis: Int64) -> GivenCall.Call {
        {
          let draft = SimulatedRules.draft([], basis: RevisionNumber(basis), at: now, actor: actor)
          return "\(try await $0.adopt(draft, as: $1))"
        }
      }
      return GivenCall(adopt("ann", basis: 1), other: adopt("ben", basis: 1), refused: adopt("ann", basis: 7))
    case .look:
      return GivenCall(
        { "\(try await $0.note("seen", of: .adoption, by: "ann", at: now, as: $1))" },
        other: { "\(try await $0.note("other", of: .adoption, by: "ann", at: now, as: $1))" })
    case .doubts:
      func doubt(_ file: String) -> GivenCall.Call {
        {
          "\(try await $0.setDoubts([SourceDoubt(source: file, detail: "It is cut off.", since: now)], at: now, as: $1))"
        }
      }
      return GivenCall(doubt("a.ics"), other: doubt("b.ics"))
    case .filesRead:
      return GivenCall(
        { "\(try await $0.noteLook(living, at: now, as: $1))" },
        other: { "\(try await $0.noteLook(living, at: now.adding(seconds: 1), as: $1))" })
    case .submit:
      func submit(_ text: String, seed: UInt64, revision: Int64 = 1) -> GivenCall.Call {
        {
          let drafts = [Given.post(text, seed: seed), Given.post("\(text) again", seed: seed + 1)]
          return "\(try await $0.submit(drafts, note: Given.note(at: now, revision: revision), as: $1))"
        }
      }
      return GivenCall(
        submit("new", seed: 70), other: submit("other", seed: 80), refused: submit("new", seed: 70, revision: 7))
    case .changePost:
      func cancel(_ post: Int64, _ reason: String) -> GivenCall.Call {
        {
          let change = PostChange(post: PostID(post), act: .cancel(reason: reason), at: now, actor: "ann", under: rules)
          return "\(try await $0.change(change, as: $1))"
        }
      }
      return GivenCall(cancel(4, "off"), other: cancel(2, "off too"), refused: cancel(99, "off"))
    case .changeOverride:
      func ask(_ post: Int64, _ reason: String) -> GivenCall.Call {
        {
          let act = OverrideChange.Act.request(
            DeliveryName(post: PostID(post), channel: "website"), basis: .emergency, reason: reason,
            until: now.adding(seconds: 600))
          return "\(try await $0.change(OverrideChange(act, at: now, actor: "ann", under: rules), as: $1))"
        }
      }
      return GivenCall(ask(4, "a flood"), other: ask(2, "a fire"), refused: ask(99, "a flood"))
    case .pause:
      func pause(_ channel: String?, _ rules: RulesInForce, until: Instant? = nil) -> GivenCall.Call {
        {
          let pause = Pause(channel: channel, reason: "a fire", until: until, at: now, actor: "ann")
          return "\(try await $0.pause(pause, under: rules, as: $1))"
        }
      }
      // To cut a pause short asks for the rules in force.
      return GivenCall(
        pause("website", rules), other: pause(nil, rules),
        refused: pause("hook", old, until: now.adding(seconds: 1)))
    case .endPause:
      func end(_ channel: String?, _ rules: RulesInForce) -> GivenCall.Call {
        {
          "\(try await $0.endPause(of: channel, at: now, actor: "ann", reason: "over", under: rules, as: $1))"
        }
      }
      return GivenCall(end("hook", rules), other: end(nil, rules), refused: end("hook", old))
    case .register:
      return GivenCall(
        { "\(try await $0.register(ServiceStart(host: "a", process: 5, at: now), as: $1))" },
        other: { "\(try await $0.register(ServiceStart(host: "b", process: 5, at: now), as: $1))" })
    case .heartbeat:
      func beat(_ at: Instant) -> GivenCall.Call {
        {
          let reading = ClockReading(wall: at, boot: "boot", bootTime: .seconds(9))
          let sign = SignOfLife(living, reading, .sound(at, ClockAnchor(reading, witness: .kernel)))
          return "\(try await $0.heartbeat(sign, as: $1))"
        }
      }
      return GivenCall(beat(now.adding(seconds: 5)), other: beat(now.adding(seconds: 6)))
    case .unregister:
      return GivenCall(
        { "\(try await $0.unregister(gone, at: now, as: $1))" },
        other: { "\(try await $0.unregister(living, at: now, as: $1))" })
    case .confirmClock:
      func confirm(_ reason: String, _ rules: RulesInForce) -> GivenCall.Call {
        {
          "\(try await $0.confirmClock(at: ClockReading(wall: now), reason: reason, by: "ada", under: rules, as: $1))"
        }
      }
      return GivenCall(confirm("right", rules), other: confirm("set", rules), refused: confirm("right", old))
    case .claim:
      func claim(_ limit: Int) -> GivenCall.Call {
        {
          let request = ClaimRequest(
            service: living, now: now, leaseEnds: now.adding(seconds: 30), limit: limit, lanes: Given.openLanes(),
            revision: RevisionNumber(1))
          return "\(try await $0.claim(request, as: $1))"
        }
      }
      return GivenCall(isExact: false, claim(5), other: claim(6))
    case .keep:
      func keep(_ bytes: [UInt8]) -> GivenCall.Call {
        {
          let kept = KeptPreparation(delivery: inHand.delivery.id, fence: inHand.delivery.fence, kept: bytes)
          return "\(try await $0.keep(kept, as: $1))"
        }
      }
      return GivenCall(keep([1, 2]), other: keep([3, 4, 5]))
    case .permit:
      func permit(until end: Instant?, limit: Int) -> GivenCall.Call {
        {
          let delivery = inHand.delivery
          let item = PermitRequest.Item(
            delivery: delivery.id, fence: delivery.fence, contentHash: delivery.contentHash, plan: [7], openUntil: end,
            latest: Given.farFuture)
          let request = PermitRequest(
            revision: RevisionNumber(1), service: living, now: now, sendTimeout: .seconds(20), paces: [:],
            items: Array(repeating: item, count: limit))
          let answer = try await $0.permit(request, as: $1)
          return "\(answer.granted) \(answer.refused)"
        }
      }
      return GivenCall(permit(until: nil, limit: 1), other: permit(until: nil, limit: 2))
    case .record:
      func record(_ event: DeliveryEvent, _ fact: AuditFact) -> GivenCall.Call {
        {
          let entry = AuditDraft(at: now, actor: "gate", fact, post: sent.post, channel: sent.channel)
          return "\(try await $0.record([DeliveryReport(delivery: sent.id, event: event, audit: entry)], as: $1))"
        }
      }
      let receipt = Receipt(remoteID: "r", at: now)
      return GivenCall(
        isExact: false,
        record(.publish(fence: sent.fence, receipt, confirmed: now), .published(AuditFact.Published(receipt))),
        other: record(.fail(fence: sent.fence, at: now, reason: "no"), .failed(AuditFact.Reason("no"))))
    case .see:
      func see(_ at: Instant) -> GivenCall.Call {
        { "\(try await $0.saw(Sighting(delivery: sent.id, fence: sent.fence, at: at), as: $1))" }
      }
      return GivenCall(see(now), other: see(now.adding(seconds: 1)))
    case .renew:
      func renew(_ seconds: Int64) -> GivenCall.Call {
        {
          let renewal = LeaseRenewal(
            service: living, underWay: [sent.id: sent.fence], until: now.adding(seconds: seconds))
          return "\(try await $0.renew(renewal, as: $1))"
        }
      }
      return GivenCall(renew(60), other: renew(90))
    case .recover:
      func recover(isAlone: Bool) -> GivenCall.Call {
        {
          let request = RecoveryRequest(
            service: living, now: now, isAlone: isAlone, revision: RevisionNumber(1), actor: "gate")
          return "\(try await $0.recover(request, as: $1))"
        }
      }
      return GivenCall(recover(isAlone: false), other: recover(isAlone: true))
    case .edges:
      func close(_ channel: String) -> GivenCall.Call {
        {
          let lane = Lane(channel: channel, contentClass: .routine)
          let entry = AuditDraft(
            at: now, actor: "gate", .laneClosed(AuditFact.LaneChange(.routine)), channel: channel)
          return "\(try await $0.recordEdges([LaneEdge(lane: lane, isOpen: false, audit: entry)], as: $1))"
        }
      }
      return GivenCall(close("website"), other: close("hook"))
    case .stop:
      func stop(_ channel: String) -> GivenCall.Call {
        { "\(try await $0.stop(ChannelStop(channel: channel, reason: "refused", at: now, actor: "gate"), as: $1))" }
      }
      return GivenCall(stop("website"), other: stop("intranet"))
    case .start:
      func start(_ channel: String, _ rules: RulesInForce) -> GivenCall.Call {
        {
          "\(try await $0.start(channel: channel, at: now, reason: "mended", by: "ada", under: rules, as: $1))"
        }
      }
      return GivenCall(start("hook", rules), other: start("website", rules), refused: start("hook", old))
    case .setBack:
      func setBack(_ entry: Int64) -> GivenCall.Call {
        {
          let finding = WentBack(.missing, entry: entry, anchor: nil)
          return "\(try await $0.setBack(finding, at: now, sparing: [living], as: $1))"
        }
      }
      return GivenCall(setBack(3), other: setBack(4))
    case .audit:
      func append(_ reason: String) -> GivenCall.Call {
        {
          let entry = AuditDraft(at: now, actor: "gate", .notReadBack(AuditFact.Reason(reason)))
          return "\(try await $0.appendAudit([entry], as: $1))"
        }
      }
      return GivenCall(append("slow"), other: append("gone"))
    case .changeToken:
      func add(_ login: String, _ rules: RulesInForce) -> GivenCall.Call {
        {
          let act = TokenChange.Act.add(
            login: login, .read, hash: ContentHash(of: login.utf8), expires: now.adding(seconds: 3600))
          return "\(try await $0.change(TokenChange(act, at: now, actor: "ada", under: rules), as: $1))"
        }
      }
      return GivenCall(add("ann", registered), other: add("hal", registered), refused: add("ann", rules))
    case .removeText:
      func remove(_ reason: String, _ rules: RulesInForce) -> GivenCall.Call {
        { store, operation in
          let entry = try await store.audit(AuditQuery()).first { $0.draft.event == .paused }?.id ?? 0
          let removal = TextRemoval(ofEntry: entry, at: now, reason: reason, by: "ada", under: rules)
          return "\(try await store.removeText(removal, as: operation))"
        }
      }
      return GivenCall(remove("asked", rules), other: remove("a whim", rules), refused: remove("asked", old))
    }
  }
}
