package import Texts

/// What was adopted, the newest first.
package struct ListRevisions: Request {
  /// How many at most.
  package let limit: Int

  package init(limit: Int) { self.limit = limit }

  package static let path = "revisions"
  package static let usual: [String: JSON] = ["limit": .number(100)]
  package static let summary = "Lists what was adopted, the newest first."

  package struct Answer: Codable, Hashable, Sendable {
    package let revisions: [RevisionAnswer]
    package let authority: Authority

    package init(revisions: [RevisionAnswer], authority: Authority) {
      self.revisions = revisions
      self.authority = authority
    }
  }
}

/// One revision with its files.
package struct ShowRevision: Request {
  /// The one in force when left out.
  package let revision: Int?

  package init(revision: Int?) { self.revision = revision }

  package static let path = "revisions/{revision}"
  package static let summary = "Shows a revision's files by content hash."
  package typealias Answer = RevisionAnswer
}

/// One file as it was adopted.
package struct ReadRevisionFile: Request {
  /// The one in force when left out.
  package let revision: Int?
  /// As the revision names it.
  package let file: String

  package init(revision: Int?, file: String) {
    self.revision = revision
    self.file = file
  }

  package static let path = "revisions/{revision}/file"
  package static let summary = "Gives one file of a revision as it was adopted."

  package struct Answer: Codable, Hashable, Sendable {
    package let file: String
    /// In Base64 (RFC 4648).
    package let content: String

    package init(file: String, content: String) {
      self.file = file
      self.content = content
    }
  }
}

/// One adopted set of everything that verdicts depend on.
package struct RevisionAnswer: Codable, Hashable, Sendable {
  package struct File: Codable, Hashable, Sendable {
    /// What it is for: settings, elections, bank-holidays, terms.
    package let role: String
    package let path: String
    package let sha256: String

    package init(role: String, path: String, sha256: String) {
      self.role = role
      self.path = path
      self.sha256 = sha256
    }
  }

  package let revision: Int
  package let hash: String
  package let adoptedAt: Moment
  package let adoptedBy: String
  package let reason: String?
  /// The gate adopted it by itself, because it only closes.
  package let automatic: Bool
  package let folder: String
  package let files: [File]
  /// The files of what closes besides, until a person agrees to their change.
  package let alsoCloses: [[File]]

  package init(
    revision: Int, hash: String, adoptedAt: Moment, adoptedBy: String, reason: String?, automatic: Bool, folder: String,
    files: [File], alsoCloses: [[File]]
  ) {
    self.revision = revision
    self.hash = hash
    self.adoptedAt = adoptedAt
    self.adoptedBy = adoptedBy
    self.reason = reason
    self.automatic = automatic
    self.folder = folder
    self.files = files
    self.alsoCloses = alsoCloses
  }

  private enum CodingKeys: String, CodingKey {
    case revision, hash
    case adoptedAt = "adopted_at"
    case adoptedBy = "adopted_by"
    case reason, automatic, folder, files
    case alsoCloses = "also_closes"
  }
}

/// What one revision closes and opens, compared with another.
package struct CompareRevisions: Request {
  package let from: Int
  /// The one in force when left out.
  package let to: Int?

  package init(from: Int, to: Int?) {
    self.from = from
    self.to = to
  }

  package static let path = "revisions/{from}/differences"
  package static let summary = "Shows what one revision closes and opens, compared with another."

  package struct FileChange: Codable, Hashable, Sendable {
    package enum Change: String, Codable, CaseIterable, Sendable { case added, removed, changed }
    package let path: String
    package let change: Change

    package init(path: String, change: Change) {
      self.path = path
      self.change = change
    }
  }

  package struct Answer: Codable, Hashable, Sendable {
    package let from: Int
    package let to: Int
    package let closes: [Stretch]
    package let opens: [Stretch]
    package let files: [FileChange]

    package init(from: Int, to: Int, closes: [Stretch], opens: [Stretch], files: [FileChange]) {
      self.from = from
      self.to = to
      self.closes = closes
      self.opens = opens
      self.files = files
    }
  }
}
