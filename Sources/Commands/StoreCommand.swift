import ArgumentParser
import Contract
import Desk
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
      let checked = try await Desk(options.choice).answer(CheckStore())
      options.show(checked.answer) { answer in
        answer.sound ? "\(answer.store.visibleLine) is sound. Its audit log: portcullis audit verify" : nil
      }
      if let remark = checked.answer.remark { Terminal.complain(remark) }
      if let failure = checked.failure { throw failure }
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
      let checked = try Desk(options.choice).answer(BackUpStore(file: file))
      options.show(checked.answer) { "\($0.store.visibleLine) is copied to \($0.backup.visibleLine)." }
    }
  }
}
