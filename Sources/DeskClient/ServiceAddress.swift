import AsyncHTTPClient
import Desk
import Foundation
import Publishing
import Texts

/// Where a service answers.
package enum ServiceAddress: Sendable, CustomStringConvertible {
  case socket(String)

  /// From `--service`: `unix:PATH`.
  package init(_ text: String) throws {
    guard text.hasPrefix("unix:"), text.count > 5 else {
      throw Failure(
        .usage, "“\(text.printable)” is no service; write unix:PATH, as unix:/run/portcullis/portcullis.sock.")
    }
    self = .socket(String(text.dropFirst(5)))
  }

  package var description: String {
    switch self {
    case .socket(let path): path.visibleLine
    }
  }

  func url(of path: String) -> String {
    switch self {
    case .socket(let socket):
      "http+unix://" + (socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket) + path
    }
  }

  func unreachable(_ error: any Error) -> Failure {
    Failure(
      .unavailable,
      "The service at \(description) does not answer: \(String(describing: error)). Is it running (systemctl status "
        + "portcullis-gate)? Nothing was done.")
  }
}
