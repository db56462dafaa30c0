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
  /// Over the network nobody is known, and only what is public is answered.
  let isPublicOnly: Bool

  private static let mostBytes = 1 << 20

  private var requests: [any DeskRequest.Type] { ServedRequests.list.filter { !isPublicOnly || $0.isPublic } }

  func add(to router: Router<CallerContext>) {
    let group = router.group("api/v1")
    for request in requests { add(request, to: group) }
    group.get("**") { _, _ in Self.nowhere }
    group.post("**") { _, _ in Self.nowhere }
    let (requests, version, words) = (requests, host.version, host.words)
    group.get("openapi.json") { asked, _ in
      do {
        let description = try OpenAPI.description(of: requests, version: version)
        return Reply.content(description.text, type: "application/json; charset=utf-8", to: asked)
      } catch {
        return Reply.failure(Reply.failure(of: error), words: words)
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
    let caller = try await Caller(asked, context)
    let body = R.changes ? try await asked.body.collect(upTo: Self.mostBytes) : nil
    let request = try AskedValue(type, asked, context, body).request
    let host = host
    return try await host.threads.perform {
      let desk = host.desk(of: caller.actor)
      let exclusion = isPublicOnly ? Self.unknown : try await caller.exclusion(from: desk)
      if !R.isPublic, let exclusion { throw exclusion }
      let answered = try await host.answer(request, at: desk)
      if let failure = answered.failure { throw failure }
      return Reply.json((exclusion == nil ? answered : answered.forAnyone).answer, to: asked)
    }
  }

  private static let unknown = Failure(.notPermitted, "Over the network only what is public is answered.")
}
