import Foundation

/// The receiver of `Tests/Servers/webhook_receiver.py` with its secrets and its log.
package struct WebhookReceiver: Sendable {
  /// One request that came in.
  package struct Attempt: Decodable, Hashable, Sendable {
    package let id: String?
    package let path: String
    /// It counted: signed well, not lost, and not seen before.
    package let accepted: Bool
    package let duplicate: Bool
    /// Why its signature was refused.
    package let refusal: String?
    package let headers: [String: String]
    package let body: String
  }

  package let server: PythonServer
  package let secretsFile: String
  private let log: String
  private let scheme: String

  package static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// Keeps its files in `folder`; speaks https with a certificate.
  package init(
    in folder: ScratchFolder, secrets: String = Self.secret, certificate: (file: String, key: String)? = nil
  ) throws {
    secretsFile = try folder.write(secrets + "\n", to: "secrets")
    log = try folder.write("", to: "log")
    var arguments = ["--secrets", secretsFile, "--log", log]
    if let certificate { arguments += ["--certificate", certificate.file, "--key", certificate.key] }
    scheme = certificate == nil ? "http" : "https"
    server = try PythonServer("webhook_receiver.py", arguments)
  }

  /// Its address; `fault` as the script's head describes it, as in `status&code=410`.
  package func url(host: String = "127.0.0.1", fault: String? = nil) -> String {
    "\(scheme)://\(host):\(server.port)/hook" + (fault.map { "?fault=\($0)" } ?? "")
  }

  /// Every request so far: each is written before it is answered.
  package func attempts() throws -> [Attempt] {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Attempt.self, from: Data($0.utf8)) }
  }
}
