import Publishing

/// The way of a page: draft, publication, and what is read afterwards.
extension SiteConnector {
  package var simultaneousSends: Int { 1 }
  package var preparesFirst: Bool { true }

  package func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
    guard preparation.allows(plan, at: now()) else { return SiteAnswers.notOurs.outcome }
    let (page, login): (Page, Secret)
    do throws(SiteUnready) {
      (page, login) = try opened(plan)
    } catch {
      switch error {
      case .plan(let problem): return .rejected(problem.description)
      case .login(let problem): return .retry(problem.description, after: SiteAnswers.secretRetry)
      }
    }
    do throws(Unprepared) {
      return .ready(Prepared(plan: plan, kept: try await draft(page, of: plan, preparation, login)))
    } catch {
      return error.outcome
    }
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    let (page, login): (Page, Secret)
    do throws(SiteUnready) {
      (page, login) = try opened(plan)
    } catch {
      switch error {
      case .plan(let problem): return .rejected(problem.description)
      case .login(let problem): return .notSent(problem.description, after: SiteAnswers.secretRetry)
      }
    }
    guard let publication = publication(of: page, prepared) else {
      return .notSent("The draft is not ready, so nothing was published; it is prepared again.", after: nil)
    }
    guard permit.allows(plan, at: now()) else { return SiteAnswers.noPermit }
    let outcome = await send(publication, login) { [now] in await permit.mayLeave(plan, by: now) }
    switch outcome {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .uncertain(reason)
    case .response(let response): return committed(page, prepared, by: response)
    }
  }

  package func find(_ prepared: Prepared) async -> FindOutcome {
    let (page, login): (Page, Secret)
    do throws(SiteUnready) {
      (page, login) = try opened(prepared.plan)
    } catch {
      return .cannotTell(error.description)
    }
    return await find(page, prepared, login)
  }

  /// As a stranger reads; where the site lets no stranger in, with the account's login, which is told of.
  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    let page: Page
    do throws(ContentProblem) {
      page = try planned(plan)
    } catch {
      return .cannotRead(error.description)
    }
    let address = address(of: page, receipt)
    var outcome = await get(address, nil)
    var refusal: String?
    if case .response(let response) = outcome, response.keepsStrangersOut, !refusesThisPageAlone(response),
      let login = try? login()
    {
      refusal =
        "\(client.host) answered \(response.status) to a stranger, so the post was read with the account's own login."
      outcome = await get(address, login)
    }
    guard case .response(let response) = outcome else { return .cannotRead(answers.reason(outcome)) }
    switch await sight(response, of: page, receipt, plan, asStranger: refusal == nil) {
    case .notPublic: return .notVisibleYet
    case .unreadable:
      return .cannotRead(
        "\(client.host) does not show its API to the public (\(response.status)); look at the page itself.")
    case .shown(let differences) where !differences.isEmpty: return .differs(differences)
    case .shown: return refusal.map { .sameToOwner($0) } ?? .same
    }
  }

  package func test() async -> ChannelTest {
    let login: Secret
    do throws(SecretProblem) {
      login = try self.login()
    } catch {
      return ChannelTest(isUsable: false, findings: [error.description])
    }
    return await test(login)
  }

  // MARK: Parts

  func refusesThisPageAlone(_ response: WireResponse) -> Bool { false }

  private func opened(_ plan: SendPlan) throws(SiteUnready) -> (Page, Secret) {
    let page: Page
    do throws(ContentProblem) {
      page = try planned(plan)
    } catch {
      throw .plan(error)
    }
    do throws(SecretProblem) {
      return (page, try login())
    } catch {
      throw .login(error)
    }
  }

  func send(
    _ request: SiteRequest, _ login: Secret, mayStart: @escaping @Sendable () async -> Bool
  ) async -> WireOutcome {
    await client.send(
      request.method, request.path, headers: request.headers, authorization: login, body: request.body,
      longestAnswer: request.longestAnswer, timeout: request.timeout, mayStart: mayStart)
  }

  /// For a draft: what was approved, or why that cannot be had.
  func bytes(of item: MediaItem) throws(Unprepared) -> [UInt8] {
    do throws(ContentProblem) {
      return try media.bytes(of: item)
    } catch {
      throw Unprepared(.rejected(error.description))
    }
  }

  /// For a draft: an answer that is none.
  var unreadable: Unprepared {
    Unprepared(.retry("\(client.host) answered with something unreadable; it is tried again later.", after: nil))
  }
}

/// Why a stored plan cannot be taken to its site.
private enum SiteUnready: Error, CustomStringConvertible {
  case plan(ContentProblem)
  case login(SecretProblem)

  var description: String {
    switch self {
    case .plan(let problem): problem.description
    case .login(let problem): problem.description
    }
  }
}
