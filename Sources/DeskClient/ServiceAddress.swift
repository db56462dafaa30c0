import AsyncHTTPClient
import Desk
import Foundation
import Publishing
import Texts

/// Where a service answers.
package enum ServiceAddress: Sendable, CustomStringConvertible {
  case socket(String)
  /// Over the network, without a slash at its end.
  case web(String)

  /// From `--service`: `unix:PATH` or `https://HOST`. In the open only to this machine, where a proxy may speak TLS.
  package init(_ text: String) throws {
    if text.hasPrefix("unix:"), text.count > 5 {
      self = .socket(String(text.dropFirst(5)))
      return
    }
    let url = URLComponents(string: text)
    let isOfThisMachine = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(url?.host ?? "")
    guard let url, url.scheme == "https" || url.scheme == "http" && isOfThisMachine, url.host?.isEmpty == false,
      url.user == nil, url.query == nil, url.fragment == nil
    else {
      throw Failure(
        .usage,
        "“\(text.printable)” is no service; write unix:/run/portcullis/portcullis.sock, or https:// and a host.")
    }
    self = .web(text.hasSuffix("/") ? String(text.dropLast()) : text)
  }

  package var description: String {
    switch self {
    case .socket(let path): path.visibleLine
    case .web(let url): url.visibleLine
    }
  }

  func url(of path: String) -> String {
    switch self {
    case .socket(let socket):
      "http+unix://" + (socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket) + path
    case .web(let url): url + path
    }
  }

  func unreachable(_ error: any Error) -> Failure {
    Failure(
      .unavailable,
      "The service at \(description) does not answer: \(String(describing: error)). Is it running (systemctl status "
        + "portcullis-gate)? Nothing was done.")
  }
}
