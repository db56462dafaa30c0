import Contract
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Texts

/// Where our own command asks: `POST /desk/1/NAME` with the request as JSON, answered by lines (`ServiceLine`), of which the
/// last is the answer with all that its words need.
struct CommandRoutes: Sendable {
  private let host: DeskHost
  private let way: CallerWay
  private let room = BodyRoom()

  init(host: DeskHost, way: CallerWay) {
    self.host = host
    self.way = way
  }

  func add(to router: Router<CallerContext>) {
    router.group(RouterPath(DeskProtocol.path))
      .post("{name}") { request, context in try await respond(to: request, context) }
  }

  private func respond(to request: Request, _ context: CallerContext) async throws -> Response {
    let name = context.parameters.get("name") ?? ""
    let lines = LineStream()
    let caller: Caller
    do {
      guard let found = try await way.caller(request, context, host) else { return Reply.unauthorized }
      caller = found
    } catch let refused as Caller.Refused {
      return refuse(refused.failure, lines)
    }
    let body: ByteBuffer
    do {
      // Nobody sends much before it is known that they may.
      let exclusion = try await host.threads.perform { [host] in
        try await caller.exclusion(from: host.desk(of: caller.actor))
      }
      body = try await room.body(of: request, mayBeLarge: exclusion == nil)
    } catch {
      return refuse(error, lines)
    }
    let work = Task {
      defer { lines.finish() }
      do {
        try await host.threads.perform { try await answer(name, body, caller, lines) }
      } catch {
        lines.tell(.failure(failure(error)))
      }
    }
    return Response(status: .ok, headers: Self.headers(host), body: Self.body(lines) { work.cancel() })
  }

  private func refuse(_ error: any Error, _ lines: LineStream) -> Response {
    lines.tell(.failure(failure(error)))
    lines.finish()
    return Response(status: .ok, headers: Self.headers(host), body: Self.body(lines))
  }

  private static func headers(_ host: DeskHost) -> HTTPFields {
    [
      .contentType: ServiceLine.mediaType, .cacheControl: "no-store",
      .serviceVersion: host.version,
    ]
  }

  private static func body(_ lines: LineStream, broken: @escaping @Sendable () -> Void = {}) -> ResponseBody {
    ResponseBody { writer in
      do {
        while let text = await lines.next() { try await writer.write(ByteBuffer(string: text)) }
      } catch {
        lines.breakOff()
        broken()
        throw error
      }
      try await writer.finish(nil)
    }
  }

  private func failure(_ error: any Error) -> Failure {
    if case .tooLarge(let megabytes) = error as? BodyRoom.Refusal {
      return Failure(.badInput, "What you sent is larger than \(megabytes) MB; send it in several parts.")
    }
    if error is DeskThreads.Full || error is BodyRoom.Refusal {
      return Failure(.tryAgain, "The service has too much to answer at this moment; nothing was done. Try again.")
    }
    return (Failure(reporting: error) ?? Failure(.failed, "The service failed: \(String(describing: error))"))
      .worded(host.words)
  }

  // MARK: Answering

  private func answer(_ name: String, _ body: ByteBuffer, _ caller: Caller, _ lines: LineStream) async throws {
    let desk = host.desk(of: caller.actor, telling: { lines.tell($0) })
    let exclusion = try await caller.exclusion(from: desk)
    if let named = Self.requests[name] {
      if !named.isPublic, let exclusion { throw exclusion }
      if let refusal = caller.refusal(toChange: named.changes) { throw refusal }
      if exclusion == nil { await desk.tellOfBrokenGlass() }
      return try await answer(named, body, desk, isPublic: exclusion != nil, lines)
    }
    guard let errand = DeskProtocol.Errand(rawValue: name) else {
      throw Failure(
        .unavailable,
        "The service is Portcullis \(host.version) and knows no “\(name.printable)”: use the program of that version.")
    }
    if errand != .introduce, let exclusion { throw exclusion }
    if let refusal = caller.refusal(toChange: errand == .keepMedia) { throw refusal }
    try await run(errand, body, desk, caller, exclusion, lines)
  }

  private static let requests: [String: any DeskRequest.Type] = Dictionary(
    ServedRequests.list.map { ("\($0)", $0) }, uniquingKeysWith: { first, _ in first })

  private func answer<R: DeskRequest>(
    _ type: R.Type, _ body: ByteBuffer, _ desk: Desk, isPublic: Bool, _ lines: LineStream
  ) async throws {
    let request = try read(type, body)
    var answered = try await host.answer(request, at: desk)
    if isPublic { answered = answered.forAnyone }
    lines.tell(.answer(JSON(encoding: answered.worded(host.words), withWords: true)))
  }

  private func read<Value: Decodable>(_ type: Value.Type, _ body: ByteBuffer) throws -> Value {
    guard let json = JSON(parsing: String(buffer: body)), let value = try? json.decoded(as: type) else {
      throw Failure(
        .usage, "The service cannot read what it was asked; use the program of its version, \(host.version).")
    }
    return value
  }

  private func run(
    _ errand: DeskProtocol.Errand, _ body: ByteBuffer, _ desk: Desk, _ caller: Caller, _ exclusion: Failure?,
    _ lines: LineStream
  ) async throws {
    switch errand {
    case .introduce:
      let words = exclusion?.worded(host.words).messages.map(\.description).joined(separator: " ")
      let answer = DeskProtocol.Introduction(
        version: host.version, store: host.storePath, login: caller.actor.login, exclusion: words)
      lines.tell(.answer(JSON(encoding: answer)))
    case .listEntries:
      let listed = try await desk.list(try read(ListEntries.self, body)) { entry, civil in
        try await lines.send(
          .item(JSON(encoding: DeskProtocol.WordedEntry(zone: civil, entry: entry), withWords: true)))
      }
      lines.tell(.answer(JSON(encoding: listed)))
    case .listRows:
      try await desk.rows(try read(ListEntries.self, body)) { try await lines.send(.item(.string($0))) }
      lines.tell(.answer(.null))
    case .keepMedia:
      let file = try read(DeskProtocol.SentFile.self, body)
      guard let bytes = Base64.bytes(file.content) else {
        throw Failure(.usage, "\(file.name): The file came damaged.")
      }
      lines.tell(.answer(JSON(encoding: try desk.keep(Data(bytes), of: file.name, alt: file.alt))))
    case .makePack:
      try await pack(try read(DeskProtocol.AskedPack.self, body), desk, lines)
    }
  }

  /// The pack is made whole in a folder of the service's own, and only then sent.
  private func pack(_ asked: DeskProtocol.AskedPack, _ desk: Desk, _ lines: LineStream) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "portcullis-pack-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "pack.zip")
    let answered = try await desk.pack(
      asked.pack, redacting: asked.terms, to: file.path(percentEncoded: false))
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    while let bytes = try handle.read(upToCount: 48 << 10), !bytes.isEmpty {
      try await lines.send(.bytes(Array(bytes)))
    }
    lines.tell(.answer(JSON(encoding: answered.worded(host.words), withWords: true)))
  }
}
