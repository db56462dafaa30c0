package import Contract
import Elections
import Publishing
import Texts

/// Whose answer it is, and by what it was given: every answer says so.
package struct AnsweringCouncil: Codable, Sendable {
  /// As the settings give it; nil where they give none.
  package let name: String?
  /// One sentence for people.
  package let sentence: String
  /// As the contract has it.
  package let authority: Authority

  private init(_ authority: Authority, _ sentence: String) {
    name = authority.name
    self.authority = authority
    self.sentence = sentence
  }

  package init(_ workspace: Workspace) {
    let name = workspace.settings.authority.name
    let council = name.map { " for \($0.printable)" } ?? ""
    if let revision = workspace.adopted?.revision {
      let folder = revision.governing.folder
      self.init(
        Authority(name: name, source: .revision, place: folder),
        "Answered\(council) by revision \(revision.number), adopted from \(folder.visibleLine).")
    } else if workspace.settingsText != nil {
      let path = workspace.folder + "/" + workspace.settingsName
      self.init(
        Authority(name: name, source: .settings, place: path),
        // Where it was not asked about, a file answers because nothing is in force.
        workspace.isOfFiles
          ? "Answered\(council) by the files of \(path.visibleLine)."
          : "Answered\(council) by \(path.visibleLine), which is not in force in a store.")
    } else {
      let calendars = Workspace.absolute(workspace.calendarsPath)
      self.init(
        Authority(name: name, source: .builtIn, place: calendars),
        "Answered by the built-in settings, since no settings file was found, and the calendars in "
          + "\(calendars.visibleLine).")
    }
  }

  /// What answers a question about a damaged store whose rules cannot be read.
  static let unreadable = AnsweringCouncil(
    Authority(name: nil, source: .revision, place: ""),
    "What is in force cannot be read, so it cannot be told whose answer this is.")

  /// Of an answer that is not worded.
  static let untold = AnsweringCouncil(Authority(name: nil, source: .revision, place: ""), "")

  /// For headings: `A council, `; empty where the settings give no name.
  package var prefix: String { name.map { $0.printable + ", " } ?? "" }

  /// The sentence as the last line of an answer.
  package var line: String { Style.faint(sentence) }
}
