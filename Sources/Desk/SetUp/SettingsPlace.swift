import Foundation
import Glibc
package import Publishing

/// Where a command's settings come from, before any of them is read.
///
/// A question that finds no set-up is answered by an error, never by the built-in answer or another council's (G-51).
package enum SettingsPlace: Equatable {
  /// By `--settings` or PORTCULLIS_SETTINGS: it has to be there.
  case named(String)
  /// The first that is there of `usual`.
  case found(String)
  /// No file: the built-in settings hold, because calendars are at hand.
  case builtIn
  /// Neither settings nor calendars.
  case nowhere

  package init(_ options: SetUpChoice) {
    if let path = options.settings {
      self = .named(path)
    } else if let path = Self.usual(options.parts.environment).first(where: Self.isThere) {
      self = .found(path)
    } else {
      let isNamed = options.calendars != nil
      self = isNamed || Self.isThere("calendars") ? .builtIn : .nowhere
    }
  }

  package static let here = "portcullis.yaml"

  /// Where settings are looked for when none are named, in this order.
  package static func usual(_ environment: [String: String]) -> [String] {
    [here, userFolder(environment) + "/portcullis/portcullis.yaml", "/etc/portcullis/portcullis.yaml"]
  }

  /// `$XDG_CONFIG_HOME`, else `~/.config` (XDG Base Directory Specification).
  private static func userFolder(_ environment: [String: String]) -> String {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.config"
  }

  /// A link that leads nowhere is there: it is a set-up that cannot be read, and nobody's else takes its place.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  /// The settings file; nil where there is none.
  package var path: String? {
    switch self {
    case .named(let path), .found(let path): path
    case .builtIn, .nowhere: nil
    }
  }

  /// Why there is no answer, with everywhere that was looked and what helps.
  package static func missing(besides store: StoreLocation?, _ environment: [String: String]) -> Failure {
    let places = usual(environment).map { $0 == here ? "./\($0)" : $0 } + ["a folder ./calendars"]
    let revision = store.map { ", or a revision in the store \($0.path)" } ?? ""
    return Failure(
      .noSetUp,
      "No council's set-up was found, so there is no answer. Looked for, in this order: "
        + "\(places.joined(separator: ", "))\(revision).",
      "Go to the council's folder (cd), name its settings by --settings FILE or PORTCULLIS_SETTINGS or its store by "
        + "--store or PORTCULLIS_STORE, or make a set-up here by \(Remedy.setUp).")
  }
}

extension SettingsPlace {
  /// The user's own store serves another set-up than the one here, at `path` or in this folder.
  package static func otherSetUp(_ path: String?, _ revision: Revision, _ location: StoreLocation) -> Failure {
    Failure(
      .noSetUp,
      "The set-up here (\(Workspace.absolute(path ?? "."))) is not the one that your own store serves: revision "
        + "\(revision.number) in \(location.path) is in force for \(revision.governing.folder). Name the store of this "
        + "one by --store or PORTCULLIS_STORE, put this one into force by \(Remedy.adoptIntoStore), or go "
        + "to \(revision.governing.folder).")
  }
}

extension SetUpChoice {
  /// The same, but looking at the settings that a revision was adopted from, where this login can read them.
  package func following(_ revision: Revision) -> SetUpChoice {
    guard let file = revision.governing.files.first(where: { $0.role == .settings }) else { return self }
    let path = revision.governing.folder + "/" + file.path
    guard FileManager.default.isReadableFile(atPath: path) else { return self }
    var options = self
    options.settings = path
    return options
  }
}
