package import Texts

/// What a caller may ask of the desk, and what comes back: the same value for the command line, the socket, the API and
/// the pages.
///
/// A request holds what is asked and nothing of who asks: that comes from the kernel or a login. Its answer's JSON is what
/// `--format json` prints.
package protocol Request: Codable, Sendable {
  associatedtype Answer: Codable & Sendable

  /// Its path below `/api/v1`, with a name in braces for each of its properties that stands there: `why/{channel}`.
  static var path: String { get }
  /// GET asks and changes nothing; everything else is POST.
  static var changes: Bool { get }
  /// One sentence.
  static var summary: String { get }
  /// It needs no login: what it answers is public.
  static var isPublic: Bool { get }
  /// What holds where a question over HTTP leaves a property out that has to be there.
  static var usual: [String: JSON] { get }
}

extension Request {
  package static var changes: Bool { false }
  package static var isPublic: Bool { false }
  package static var usual: [String: JSON] { [:] }
}
