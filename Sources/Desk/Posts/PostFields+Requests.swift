import Contract
import Publishing
import Texts

extension PostFields {
  init(_ request: AddPost) {
    self.init(channels: request.channels, at: request.at, text: request.text)
    title = request.title
    link = request.link
    contentClass = request.contentClass
    grounds = request.basis
    lateAfter = request.lateAfter
    expires = request.expires
    key = request.key
  }

  /// Those of one line of a file.
  init(_ row: ImportPosts.Row) throws {
    if let fault = row.fault { throw Failure(.badInput, Sentence(fault)) }
    func optional(_ name: String) -> String? { row.values[name].flatMap { $0.isEmpty ? nil : $0 } }
    func required(_ name: String) throws -> String {
      guard let value = optional(name) else { throw Failure(.badInput, "The line has no \(name); add it.") }
      return value
    }
    let channels = try required("channel").split(separator: ",").map { $0.trimmed }
    self.init(channels: channels, at: try required("at"), text: try required("text"))
    title = optional("title")
    link = optional("link")
    contentClass = optional("class") ?? "routine"
    grounds = optional("basis")
    lateAfter = optional("late-after")
    expires = optional("expires")
    key = optional("key")
  }
}
