import Connectors
import Elections
import Foundation
import TestSupport
@testable import Publishing

/// The instance of `Tests/Servers/mastodon_standin.py` with its log and its controls.
struct MastodonStandIn {
  /// One request that came in.
  struct Request: Decodable {
    let method: String
    let path: String
    let fault: String?
    /// Its token was the right one.
    let known: Bool
    let key: String?
    let body: String
  }

  struct Status: Decodable {
    let id: String
    let text: String
  }

  let server: PythonServer
  private let log: String

  init(in folder: ScratchFolder, honoursKey: Bool = true, characters: Int = 500) throws {
    log = try folder.write("", to: "log")
    server = try PythonServer(
      "mastodon_standin.py",
      [
        "--token", MastodonBench.token, "--log", log, "--honours-key", honoursKey ? "yes" : "no", "--max-characters",
        String(characters),
      ])
  }

  var url: String { "http://127.0.0.1:\(server.port)" }

  /// Sets or lets go what the head of the script describes.
  func control(_ path: String) async throws { _ = try await call(.post, "/control/\(path)") }

  func statuses() async throws -> [Status] {
    try JSONDecoder().decode([Status].self, from: Data(try await call(.get, "/control/statuses")))
  }

  /// What a stranger's browser is shown.
  func page(_ url: String) async throws -> String {
    String(decoding: try await call(.get, String(url.dropFirst(self.url.count))), as: UTF8.self)
  }

  /// Every request to the API so far: each is written before it is answered.
  func requests() throws -> [Request] {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
  }

  func logText() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }

  private func call(_ method: WireRequest.Method, _ path: String) async throws -> [UInt8] {
    let client = APIClient(base: url, transport: HTTPTransport(addressGuard: AddressGuard()))
    guard case .response(let response) = await client.send(method, path), response.status == 200 else {
      throw ContentProblem("The stand-in did not take \(path).")
    }
    return response.body
  }
}
