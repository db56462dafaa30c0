import Desk
import Foundation
import Publishing
import Texts

/// What a caller shows a service over the network, and by what they know it.
package struct ServiceAccess: Sendable {
  let token: String
  /// The authorities that may vouch for the service; nil: those of this machine.
  let authorities: String?

  /// From `PORTCULLIS_TOKEN`, or the file that `PORTCULLIS_TOKEN_FILE` names; `PORTCULLIS_CA_FILE` for a council's own authority.
  package init(_ environment: [String: String]) throws {
    authorities = environment["PORTCULLIS_CA_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    if let token = environment["PORTCULLIS_TOKEN"], !token.isEmpty {
      self.token = try Self.checked(token, "PORTCULLIS_TOKEN")
      return
    }
    guard let file = environment["PORTCULLIS_TOKEN_FILE"], !file.isEmpty else {
      throw Failure(
        .usage,
        "A service over the network knows you by a token: name the file that holds it by PORTCULLIS_TOKEN_FILE. An "
          + "administrator makes one.")
    }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Failure(
        .usage, "\(file.visibleLine) (PORTCULLIS_TOKEN_FILE) cannot be read; correct its path or its rights.")
    }
    token = try Self.checked(text.trimmed, file)
  }

  private static func checked(_ text: String, _ place: String) throws -> String {
    guard TokenSecret(text) != nil else {
      throw Failure(
        .usage, "What stands in \(place.visibleLine) is no token: one begins with pk_ and has 67 characters.")
    }
    return text
  }
}
