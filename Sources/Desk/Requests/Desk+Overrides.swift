package import Contract
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: RequestOverride) async throws -> Answered<DecidedOverride> {
    let basis = try Self.basis(request.basis)
    let open = try await OpenStore(choice, for: .acting)
    let reference = try PostReference(request.post, request.channel)
    guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
    let channels = post.deliveries.map(\.delivery.channel)
    guard let channel = reference.channel ?? (channels.count == 1 ? channels[0] : nil) else {
      let names = channels.map { "\(post.id)/\($0)" }.joined(separator: ", ")
      throw Failure(.usage, "The post has several channels, and an override is for one: \(names).")
    }
    let end = try open.civil.end(request.until)
    guard PlannedOverride.mayEnd(at: end, from: Workspace.now) else {
      throw Failure(.usage, "--until must lie ahead, and at most seven days.")
    }
    return try await open.decide(
      .request(
        DeliveryName(post: post.id, channel: channel), basis: basis, reason: try ActReason.checked(request.reason),
        until: end))
  }

  private static func basis(_ name: String) throws -> OverrideBasis {
    let known = OverrideBasis.allCases.map(\.rawValue)
    guard let basis = OverrideBasis(rawValue: name) else {
      throw Failure(
        .usage,
        "“\(name.printable)” is no basis.\(NearMiss.question(name, among: known)) It is one of "
          + "\(known.joined(separator: ", ")).")
    }
    return basis
  }

  /// It is for the post as it was seen.
  package func answer(_ request: ApproveOverride) async throws -> Answered<DecidedOverride> {
    let open = try await OpenStore(choice, for: .acting)
    let id = try Self.overrideID(request.override)
    let reason = try request.reason.map(ActReason.checked)
    let record = try await Self.override(id, in: open.store)
    let seen = try await open.seen(record.delivery.post, named: request.seen)
    return try await open.asSeen { try await open.decide(.approve(id, reason: reason), seen: seen) }
  }

  package func answer(_ request: RefuseOverride) async throws -> Answered<DecidedOverride> {
    let open = try await OpenStore(choice, for: .acting)
    return try await open.decide(
      .refuse(try Self.overrideID(request.override), reason: try ActReason.checked(request.reason)))
  }

  package func answer(_ request: WithdrawOverride) async throws -> Answered<DecidedOverride> {
    let open = try await OpenStore(choice, for: .acting)
    return try await open.decide(
      .withdraw(try Self.overrideID(request.override), reason: try ActReason.checked(request.reason)))
  }

  package func answer(_ request: ListOverrides) async throws -> Answered<ListOverrides.Answer> {
    let open = try await OpenStore(choice, for: .looking)
    let post = try request.post.map { try PostReference($0).post }
    let records = try await open.store.overrides(of: post, limit: max(1, request.limit))
    let others =
      records.isEmpty && post != nil ? try await open.store.overrides(of: nil, limit: .max).count : nil
    let answer = ListOverrides.Answer(
      overrides: records.map(ContractValues(open.civil).override),
      authority: AnsweringCouncil(open.workspace).authority, others: others)
    return Answered(answer, open.workspace)
  }

  package func answer(_ request: ShowOverride) async throws -> Answered<OverrideAnswer> {
    let open = try await OpenStore(choice, for: .looking)
    let record = try await Self.override(try Self.overrideID(request.override), in: open.store)
    return Answered(ContractValues(open.civil).override(record), open.workspace)
  }

  private static func override(_ id: OverrideID, in store: any CouncilStore) async throws -> OverrideRecord {
    guard let record = try await store.overrides(of: nil, limit: .max).first(where: { $0.id == id }) else {
      throw StoreError.noSuchOverride(id)
    }
    return record
  }

  private static func overrideID(_ text: String) throws -> OverrideID {
    guard let number = Int64(text), number > 0 else {
      throw Failure(
        .usage, "“\(text.printable)” is no override; write its number, as \(Remedy.listOverrides) shows it.")
    }
    return OverrideID(number)
  }
}

extension OpenStore {
  /// An act on an override, and what became of its post where that was being sent.
  fileprivate func decide(_ act: OverrideChange.Act, seen: Int? = nil) async throws -> Answered<DecidedOverride> {
    let record = try await store.change(
      OverrideChange(act, at: Workspace.now, actor: actor, under: rules.inForce, seen: seen),
      as: Workspace.newOperation())
    wakeGate()
    let underWay = try await UnderWay(record.isUnderWay ? [record.delivery] : [], in: store)
    let values = ContractValues(civil)
    let answer = DecidedOverride(
      override: values.override(record), underWay: values.underWay(underWay),
      authority: AnsweringCouncil(workspace).authority)
    return Answered(answer, workspace)
  }
}
