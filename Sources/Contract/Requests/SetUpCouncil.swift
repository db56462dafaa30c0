/// Writes settings and calendars to begin with into a folder, and adopts them. It is asked in the process of whoever owns the
/// folder, and not over a socket.
package struct SetUpCouncil: Codable, Sendable {
  package let folder: String

  package init(folder: String) { self.folder = folder }

  package struct Answer: Codable, Hashable, Sendable {
    /// The files and folders that were not there before.
    package let written: [String]
    package let revision: Int?
    package let store: String
    /// Why nothing was adopted.
    package let note: String?
    /// Where elections go, and the settings; for words alone.
    package private(set) var elections = ""
    package private(set) var settings = ""

    package init(
      written: [String], revision: Int?, store: String, note: String?, elections: String, settings: String
    ) {
      self.written = written
      self.revision = revision
      self.store = store
      self.note = note
      self.elections = elections
      self.settings = settings
    }

    private enum CodingKeys: String, CodingKey { case written, revision, store, note }
  }
}
