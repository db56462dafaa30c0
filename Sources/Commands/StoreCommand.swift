import ArgumentParser
import Desk
import Elections
import Foundation
import PublishingGate
import Texts

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Checks the store, or copies it while it is in use.",
    subcommands: [StoreCheck.self, StoreBackup.self])
}

struct StoreCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks the whole file, its references, and that it is not behind its anchor.",
    discussion: "Exit codes: 0 sound; 65 faults.\n\nEXAMPLES\n  portcullis store check")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let location = try StoreLocation(options.choice)
      let store = try location.open(.existing)
      let damage = try store.integrityFaults()
      let anchor = try await StoreAnchoring.look(at: store, parts: Portcullis.parts)
      let faults = damage + (anchor.fault.map { [$0] } ?? [])
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("store", .string(location.path)), ("sound", .bool(faults.isEmpty)),
            ("problems", .array(faults.map(JSON.string))), ("anchor", .string(anchor.word)),
          ]).text)
      case .text:
        if faults.isEmpty {
          Terminal.write("\(location.path.visibleLine) is sound. Its audit log: portcullis audit verify")
        }
      }
      if let remark = anchor.remark { Terminal.complain(remark) }
      guard damage.isEmpty else {
        throw Failure(.badInput, messages: faults + ["The store is damaged; restore a backup, and keep this file."])
      }
      guard faults.isEmpty else {
        throw Failure(
          .badInput,
          messages: faults + [
            "The next gate or command that writes sends what was due to a person (“portcullis post review”)."
          ])
      }
    }
  }
}

struct StoreBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the store to a new file while it is in use.",
    discussion:
      "The media folder beside the store is not in it; copy it as well. Where a copy is put back, what was due by then "
      + "waits for a person, since it may have left after the copy was made.\n\nEXAMPLES\n"
      + "  portcullis store backup /var/backups/portcullis-2027-01-11.sqlite")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The new file.", completion: .file()) var file: String

  func run() throws {
    try reporting {
      let location = try StoreLocation(options.choice)
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
