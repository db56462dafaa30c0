import Contract
import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Texts

/// `/api/v1`: each request of the contract under its own path, with the JSON that `--format json` prints.
struct APIRoutes: Sendable {
  let host: DeskHost
  let way: CallerWay
  /// Which answers whoever nobody knows, once a second; nil where everybody is known.
  var publicDesk: PublicDesk?

  private static let mostBytes = 1 << 20

  func add(to router: Router<CallerContext>) {
    let group = router.group("api/v1")
    let requests = ServedRequests.list.filter { way.knowsCallers || $0.isPublic }
    for request in requests { add(request, to: group) }
    group.get("**") { _, _ in Self.nowhere }
    group.post("**") { _, _ in Self.nowhere }
    let words = host.words
    // Made once: it is the same for as long as the program is.
    let description = Result { try OpenAPI.description(of: requests, version: host.version).text }
    group.get("openapi.json") { asked, _ in
      switch description {
      case .success(let text): Reply.content(text, type: "application/json; charset=utf-8", to: asked)
      case .failure(let error): Reply.failure(Reply.failure(of: error), words: words)
      }
    }
  }

  private static var nowhere: Response {
    let failure = FailureAnswer(
      code: 404, messages: ["Nothing is answered at this address; /api/v1/openapi.json describes what is."])
    return Response(
      status: .notFound, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: JSON(encoding: failure).text)))
  }

  private func add<R: DeskRequest>(_ type: R.Type, to group: RouterGroup<CallerContext>) {
    let respond: @Sendable (Request, CallerContext) async -> Response = { asked, context in
      do {
        return try await answer(type, asked, context)
      } catch let refused as Caller.Refused {
        return Reply.refused(refused, words: host.words)
      } catch {
        return Reply.failure(Reply.failure(of: error), words: host.words)
      }
    }
    let path = RouterPath(AskedPath(R.path).route)
    if R.changes {
      group.post(path, use: respond)
    } else {
      group.get(path, use: respond)
    }
  }

  private func answer<R: DeskRequest>(
    _ type: R.Type, _ asked: Request, _ context: CallerContext
  ) async throws -> Response {
    guard let caller = try await way.caller(asked, context, host) else {
      return R.isPublic ? try await publicAnswer(type, asked, context) : Reply.unauthorized
    }
    if let refusal = caller.refusal(toChange: R.changes) { throw refusal }
    let body = R.changes ? try await asked.body.collect(upTo: Self.mostBytes) : nil
    let request = try AskedValue(type, asked, context, body).request
    let host = host
    return try await host.threads.perform {
      let desk = host.desk(of: caller.actor)
      let exclusion = try await caller.exclusion(from: desk)
      if !R.isPublic, let exclusion { throw exclusion }
      let answered = try await host.answer(request, at: desk)
      if let failure = answered.failure { throw failure }
      return Reply.json((exclusion == nil ? answered : answered.forAnyone).answer, to: asked)
    }
  }

  /// For whoever nobody knows.
  private func publicAnswer<R: DeskRequest>(
    _ type: R.Type, _ asked: Request, _ context: CallerContext
  ) async throws -> Response {
    guard let publicDesk else { return Reply.unauthorized }
    let answered = try await publicDesk.answer(try AskedValue(type, asked, context, nil).request)
    if let failure = answered.failure { throw failure }
    return Reply.json(answered.answer, to: asked)
  }
}
