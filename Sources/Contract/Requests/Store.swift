/// Whether the store is sound, says what its audit log says, and is not behind its anchor.
package struct CheckStore: Request {
  package init() {}

  package static let path = "store/check"
  package static let summary =
    "Checks the whole store: the file, each row against the audit log, files against their hashes, and the anchor."

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

/// Copies the store to a new file, or with all that goes with it to a new folder, while it is in use.
package struct BackUpStore: Request {
  /// The new file, on the machine that answers; a folder where it ends with a slash.
  package let file: String

  package init(file: String) { self.file = file }

  package static let path = "store/backup"
  package static let changes = true
  package static let summary = "Copies the store, or with it all that goes with it, while it is in use."

  package struct Answer: Codable, Hashable, Sendable {
    package let store: String
    package let backup: String
    /// How many files the folder has; left out for a file.
    @LeftOutIfNil package private(set) var files: Int?

    package init(store: String, backup: String, files: Int?) {
      self.store = store
      self.backup = backup
      self.files = files
    }
  }
}

/// Puts a copy in the place of a store that is gone.
package struct RestoreStore: Request {
  /// The file or folder that was made by a backup, on the machine that answers.
  package let from: String

  package init(from: String) { self.from = from }

  package static let path = "store/restore"
  package static let changes = true
  package static let summary = "Puts a copy in the place of a store that is gone; what was due then waits for a person."

  package struct Answer: Codable, Hashable, Sendable {
    package let store: String
    package let from: String
    /// The last entry of its audit log.
    package let lastEntry: Int
    /// How many files were put back with it.
    package let files: Int
    /// How many deliveries wait for a person now, since they may have left already.
    package let review: Int

    package init(store: String, from: String, lastEntry: Int, files: Int, review: Int) {
      self.store = store
      self.from = from
      self.lastEntry = lastEntry
      self.files = files
      self.review = review
    }

    private enum CodingKeys: String, CodingKey {
      case store, from
      case lastEntry = "last_entry"
      case files, review
    }
  }
}
