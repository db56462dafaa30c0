/// Schedules many posts from a file: all of them, or none.
package struct ImportPosts: Request {
  /// One line of the file as its reader found it.
  package struct Row: Codable, Sendable {
    package let line: Int
    /// By the file's own keys: channel, at, text and so on.
    package let values: [String: String]
    /// What keeps the line from being read at all.
    package let fault: String?

    package init(line: Int, values: [String: String], fault: String?) {
      self.line = line
      self.values = values
      self.fault = fault
    }
  }

  /// The file's name, for complaints and for the audit log.
  package let name: String
  package let rows: [Row]

  package init(name: String, rows: [Row]) {
    self.name = name
    self.rows = rows
  }

  package static let path = "posts/import"
  package static let changes = true
  package static let summary = "Schedules many posts from a file: all of them, or none."

  package struct Answer: Codable, Hashable, Sendable {
    /// How many are new.
    package let imported: Int
    /// How many were there already by their keys.
    package let known: Int
    /// All of them, in the order of the lines.
    package let posts: [String]
    package let authority: Authority
    package let gate: GateSign
    /// The new ones; for words alone.
    @ForWords package private(set) var added: [String] = []

    package init(posts: [String], added: [String], authority: Authority, gate: GateSign) {
      imported = added.count
      known = posts.count - added.count
      self.posts = posts
      self.authority = authority
      self.gate = gate
      self.added = added
    }

    private enum CodingKeys: String, CodingKey {
      case imported, known, posts, authority, gate
      case added = "_added"
    }
  }
}
