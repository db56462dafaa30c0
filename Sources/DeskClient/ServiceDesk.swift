import AsyncHTTPClient
package import Contract
package import Desk
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Publishing
import Synchronization
import Texts

/// The desk of a service elsewhere: it judges and answers, and this carries questions there and answers back.
package struct ServiceDesk: AnsweringDesk {
  package let address: ServiceAddress
  private let actingFor: String?
  /// Nil on a socket, where the kernel says who asks.
  private let access: ServiceAccess?
  private let parts: Parts
  private let client: HTTPClient

  /// `actingFor`: for whom the caller wants to act, which the service judges.
  package init(_ address: ServiceAddress, actingFor: String?, parts: Parts) throws {
    self.address = address
    self.actingFor = actingFor
    self.parts = parts
    if case .web = address { access = try ServiceAccess(parts.environment) } else { access = nil }
    client = Self.client(trusting: access?.authorities)
  }

  // MARK: Asking

  package func answer<R: DeskRequest>(_ request: R) async throws -> Answered<R.Answer> {
    try await ask("\(R.self)", request, for: Answered<R.Answer>.self)
  }

  /// Who the caller is to the service.
  package func introduction() async throws -> DeskProtocol.Introduction {
    try await ask(.introduce, JSONValue(.object([])), for: DeskProtocol.Introduction.self)
  }

  /// Whether the service's store is the one of a name, as commands name stores.
  package func owns(_ store: String) async throws -> Bool {
    let path = store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
    return Workspace.absolute(path) == (try await introduction().store)
  }

  package func list(
    _ request: ListEntries, _ take: (EntryAnswer, CivilText) async throws -> Void
  ) async throws -> ListedEntries {
    try await ask(.listEntries, request, for: ListedEntries.self) { line in
      guard case .item(let json) = line else { return }
      let worded = try json.decoded(as: DeskProtocol.WordedEntry.self)
      try await take(worded.entry, worded.zone)
    }
  }

  package func rows(_ request: ListEntries, _ take: (String) async throws -> Void) async throws {
    _ = try await ask(.listRows, request, for: JSONValue.self) { line in
      if case .item(.string(let row)) = line { try await take(row) }
    }
  }

  package func keep(_ file: String, alt: String) async throws -> MediaFile {
    let bytes = try MediaFolder.bytes(file)
    return try await ask(
      .keepMedia, DeskProtocol.SentFile(name: file, alt: alt, content: Base64.text(Array(bytes))), for: MediaFile.self)
  }

  package func pack(
    _ request: MakePack, redacting terms: [String], to path: String
  ) async throws -> Answered<PackAnswer> {
    let file = try NewFile(path)
    let answered = try await ask(
      .makePack, DeskProtocol.AskedPack(pack: request, terms: terms), for: Answered<PackAnswer>.self
    ) { line in
      if case .bytes(let bytes) = line { try file.handle.write(contentsOf: Data(bytes)) }
    }
    try file.place()
    return answered.naming(path)
  }

  private func ask<Answer: Decodable>(
    _ errand: DeskProtocol.Errand, _ body: some Encodable, for type: Answer.Type,
    taking take: (ServiceLine) async throws -> Void = { _ in }
  ) async throws -> Answer {
    try await ask(errand.rawValue, body, for: type, taking: take)
  }

  private func ask<Answer: Decodable>(
    _ name: String, _ body: some Encodable, for type: Answer.Type,
    taking take: (ServiceLine) async throws -> Void = { _ in }
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: address.url(of: "\(DeskProtocol.path)/\(name)"))
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    if let actingFor { request.headers.add(name: DeskProtocol.actingForField, value: actingFor) }
    if let access { request.headers.add(name: "Authorization", value: "Bearer \(access.token)") }
    request.body = .bytes(ByteBuffer(string: JSON(encoding: body).compactText))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: .hours(24))
    } catch {
      throw address.unreachable(error)
    }
    guard response.status == .ok else { throw otherVersion(response) }
    var reader = LineReader()
    var progress = ShownProgress(parts)
    defer { progress.clear() }
    do {
      for try await buffer in response.body {
        for text in try reader.take(buffer) {
          guard let line = ServiceLine(text) else { throw otherVersion(response) }
          switch line {
          case .notice(let text): parts.notice(text)
          case .progress(let label, let total, let done): progress.show(label, total, done)
          case .item, .bytes: try await take(line)
          case .failure(let failure): throw failure
          case .answer(let json):
            guard let answer = try? json.decoded(as: type) else { throw otherVersion(response) }
            return answer
          }
        }
      }
    } catch let error as HTTPClientError {
      throw address.unreachable(error)
    }
    throw Failure(
      .unavailable,
      "The service at \(address) ended before its answer was whole. Whether what you asked was done is not known here: look "
        + "before you ask again.")
  }

  private func otherVersion(_ response: HTTPClientResponse) -> Failure {
    let version = response.headers.first(name: DeskProtocol.versionField)
    guard let version, version != parts.version else {
      return Failure(
        .unavailable,
        "What answers at \(address) is no service of Portcullis, or one of another version than this program, "
          + "\(parts.version): it said \(response.status.code) to the question.")
    }
    return Failure(
      .unavailable,
      "The service at \(address) is Portcullis \(version), and this program is \(parts.version): use the program "
        + "of the service's version.")
  }

  /// One for each authority, for as long as the process lives: a client that is let go of while it can still be used is a
  /// mistake to the library.
  private static func client(trusting authorities: String?) -> HTTPClient {
    clients.withLock { clients in
      if let known = clients[authorities] { return known }
      var configuration = configuration
      if let authorities {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(authorities)
        configuration.tlsConfiguration = tls
      }
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      clients[authorities] = client
      return client
    }
  }

  private static let clients = Mutex<[String?: HTTPClient]>([:])

  private static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = .seconds(5)
    return configuration
  }
}

extension Answered<PackAnswer> {
  /// The pack lies where its asker wanted it, whatever the service called it.
  fileprivate func naming(_ path: String) -> Answered<PackAnswer> {
    Answered(answer.lying(at: path), civil: civil, council: council, failure)
  }
}
