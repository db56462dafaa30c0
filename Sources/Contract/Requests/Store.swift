/// Whether the store is sound, and not behind its anchor.
package struct CheckStore: Request {
  package init() {}

  package static let path = "store/check"
  package static let summary = "Checks the whole store, its references, and that it is not behind its anchor."

  package struct Answer: Codable, Hashable, Sendable {
    package let store: String
    package let sound: Bool
    package let problems: [String]
    /// How it compares with its anchor, in a word.
    package let anchor: String
    /// What to know of the anchor though it is no fault; for words alone.
    package private(set) var remark: String?

    package init(store: String, problems: [String], anchor: String, remark: String?) {
      self.store = store
      sound = problems.isEmpty
      self.problems = problems
      self.anchor = anchor
      self.remark = remark
    }

    private enum CodingKeys: String, CodingKey { case store, sound, problems, anchor }
  }
}

/// Copies the store to a new file while it is in use.
package struct BackUpStore: Request {
  /// The new file, on the machine that answers.
  package let file: String

  package init(file: String) { self.file = file }

  package static let path = "store/backup"
  package static let changes = true
  package static let summary = "Copies the store to a new file while it is in use."

  package struct Answer: Codable, Hashable, Sendable {
    package let store: String
    package let backup: String

    package init(store: String, backup: String) {
      self.store = store
      self.backup = backup
    }
  }
}
