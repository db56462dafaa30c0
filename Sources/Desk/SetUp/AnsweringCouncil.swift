package import Contract
import Elections
import Publishing
import Texts

/// Whose answer it is, and by what it was given: every answer says so.
package struct AnsweringCouncil {
  /// As the settings give it; nil where they give none.
  package let name: String?
  private let source: Source

  private enum Source {
    case revision(RevisionNumber, folder: String)
    /// A file; where it was not asked about, it answers because nothing is in force.
    case settings(String, isAskedAbout: Bool)
    case builtIn(calendars: String)
  }

  package init(_ workspace: Workspace) {
    name = workspace.settings.authority.name
    if let revision = workspace.adopted?.revision {
      source = .revision(revision.number, folder: revision.governing.folder)
    } else if workspace.settingsText != nil {
      source = .settings(workspace.folder + "/" + workspace.settingsName, isAskedAbout: workspace.isOfFiles)
    } else {
      source = .builtIn(calendars: Workspace.absolute(workspace.calendarsPath))
    }
  }

  /// For headings: `A council, `; empty where the settings give no name.
  package var prefix: String { name.map { $0.printable + ", " } ?? "" }

  /// One sentence for people.
  package var sentence: String {
    let name = name.map { " for \($0.printable)" } ?? ""
    return switch source {
    case .revision(let number, let folder): "Answered\(name) by revision \(number), adopted from \(folder.visibleLine)."
    case .settings(let path, isAskedAbout: true): "Answered\(name) by the files of \(path.visibleLine)."
    case .settings(let path, isAskedAbout: false):
      "Answered\(name) by \(path.visibleLine), which is not in force in a store."
    case .builtIn(let calendars):
      "Answered by the built-in settings, since no settings file was found, and the calendars in \(calendars.visibleLine)."
    }
  }

  /// The same as the last line of an answer.
  package var line: String { Style.faint(sentence) }

  /// As the contract has it.
  package var authority: Authority {
    switch source {
    case .revision(_, let folder): Authority(name: name, source: .revision, place: folder)
    case .settings(let path, _): Authority(name: name, source: .settings, place: path)
    case .builtIn(let calendars): Authority(name: name, source: .builtIn, place: calendars)
    }
  }
}
