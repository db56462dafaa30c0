import ArgumentParser
import Contract
import Desk
import Publishing
import Texts

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Checks the store, copies it while it is in use, or puts a copy back.",
    subcommands: [StoreCheck.self, StoreBackup.self, StoreRestoring.self])
}

struct StoreCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks the file, each row against the audit log, hashes, and the anchor.",
    discussion: """
      What the store keeps of each delivery, approval, override, pause and revision is worked out anew from the audit log, \
      and what does not agree is named, row by row; texts, plans and media are compared with their hashes. Whoever owns the \
      file can write the log anew, too: “portcullis audit verify --checkpoints” finds that.

      Exit codes: 0 sound; 65 faults.

      EXAMPLES
        portcullis store check
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let checked = try await options.ownDesk.answer(CheckStore())
      options.show(checked.answer) { answer in
        answer.sound ? "\(answer.store.visibleLine) is sound. Its audit log: portcullis audit verify" : nil
      }
      if let remark = checked.answer.remark { Terminal.complain(remark) }
      if let failure = checked.failure { throw failure }
    }
  }
}

struct StoreBackup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the store while it is in use, with or without what goes with it.",
    discussion: """
      A name that ends with a slash is a new folder: it gets the store, the media of posts, what connectors have to remember \
      and the key that signs checkpoints, with a list by which all of it is checked when it is put back. Another name is a \
      new file, which gets the store alone; copy the media folder beside the store as well.

      Settings, calendars and the secrets that settings name lie elsewhere; keep copies of those too. A copy has all that \
      people wrote, and a text that is removed from the log later stays in it.

      EXAMPLES
        portcullis store backup /var/backups/portcullis-2027-01-11/
        portcullis store backup /var/backups/portcullis-2027-01-11.sqlite
        portcullis store restore /var/backups/portcullis-2027-01-11/
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The new folder, with a slash at its end, or the new file.", completion: .file()) var file: String

  func run() async throws {
    try await reporting {
      let checked = try await options.ownDesk.answer(BackUpStore(file: file))
      options.show(checked.answer) { answer in
        let files = answer.files.map { ", \($0) file\($0 == 1 ? "" : "s") and their list" } ?? ""
        return "\(answer.store.visibleLine) is copied to \(answer.backup.visibleLine)\(files)."
      }
    }
  }
}

struct StoreRestoring: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a copy in the place of a store that is gone.",
    discussion: """
      Takes what “store backup” made. Everything is checked first, and nothing is written over: stop the gate, and move a \
      store that is still there away with its -wal and -shm. What was due by then waits for a person, since it may have \
      left after the copy was made: look at each channel, then “portcullis post review”. The rules of the copy are in force \
      again; “portcullis adopt” takes over what the files say now.

      EXAMPLES
        portcullis store restore /var/backups/portcullis-2027-01-11/
        portcullis store restore --store sqlite:/var/lib/portcullis/portcullis.sqlite copy.sqlite
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The folder or the file of a backup.", completion: .file()) var from: String

  func run() async throws {
    try await reporting {
      let checked = try await options.ownDesk.answer(RestoreStore(from: from))
      options.show(checked.answer) { answer in
        let waiting =
          switch answer.review {
          case 0: "Nothing was due that may have gone out already."
          case 1: "1 post that was due waits for a person: \(RemedyWords.words(.review))."
          default: "\(answer.review) posts that were due wait for a person: \(RemedyWords.words(.review))."
          }
        return
          "\(answer.store.visibleLine) is put back from \(answer.from.visibleLine): \(answer.lastEntry) entries of the "
          + "audit log. \(waiting)"
      }
    }
  }
}
