import ArgumentParser
import Elections
import Foundation
import PublishingGate
import SQLiteStore

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Checks the store, or copies it while it is in use.",
    subcommands: [StoreCheck.self, StoreBackup.self])
}

struct StoreCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks the whole file, its references and the media beside it.",
    discussion: "Exit codes: 0 sound; 65 faults.\n\nEXAMPLES\n  portcullis store check")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try reporting {
      let location = try StoreLocation(options)
      let store = try location.open(.existing)
      let faults = try store.integrityFaults()
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("store", .string(location.path)), ("sound", .bool(faults.isEmpty)),
            ("problems", .array(faults.map(JSON.string))),
          ]).text)
      case .text:
        if faults.isEmpty {
          Terminal.write("\(location.path.visibleLine) is sound. Its audit log: portcullis audit verify")
        }
      }
      guard faults.isEmpty else {
        throw Failure(.badInput, messages: faults + ["The store is damaged; restore a backup, and keep this file."])
      }
    }
  }
}

struct StoreBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the store to a new file while it is in use.",
    discussion: "The media folder beside the store is not in it; copy it as well.\n\nEXAMPLES\n"
      + "  portcullis store backup /var/backups/portcullis-2027-01-11.sqlite")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The new file.", completion: .file()) var file: String

  func run() throws {
    try reporting {
      let location = try StoreLocation(options)
      let store = try location.open(.existing)
      let progress = Progress("copying", total: 100)
      try store.backup(to: file) { progress.show(Int($0 * 100)) }
      progress.clear()
      switch options.format {
      case .json: Terminal.write(JSON.object([("store", .string(location.path)), ("backup", .string(file))]).text)
      case .text: Terminal.write("\(location.path.visibleLine) is copied to \(file.visibleLine).")
      }
    }
  }
}
