import ArgumentParser
import Contract
import Desk

struct Adopt: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Puts the calendars and settings on disk into force, as the store's next revision.",
    discussion: """
      Until then the revision adopted before stays in force. Whatever is not proved to close only (it opens a stretch, \
      lets a held post leave, gives somebody more rights, sends posts elsewhere) needs --confirm-opening with a \
      --reason, which the audit log keeps: it agrees to what “adopt” or “adopt --preview” showed you last, or to the hash \
      that you name. Posts that were queued meanwhile and would leave go to review. Files with errors are not adopted.

      A set-up of another folder or another authority takes the place of the one in force only by --replace with a \
      --reason.

      Exit codes: 0 adopted, or shown; 65 files with errors; 75 what you agreed to has changed, look again; 77 a person \
      has to agree.

      EXAMPLES
        portcullis adopt --preview
        portcullis adopt
        portcullis adopt --confirm-opening --reason "The by-election was called off, notice of 3 March"
        portcullis adopt --confirm-opening 3f1c0a9d77e2 --reason "Agreed by the board"
      """
  )

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Show what would close and open, and change nothing.") var preview = false
  @Option(
    defaultAsFlag: "",
    help: ArgumentHelp(
      "Agree to what would open: to what you were shown last, or to the hash that you name.", valueName: "hash"))
  var confirmOpening: String?
  @Flag(help: "Take a set-up of another folder or another authority.") var replace = false
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      let answered =
        preview
        ? try await desk.answer(PreviewAdoption())
        : try await desk.answer(AdoptFiles(confirmOpening: confirmOpening, replace: replace, reason: reason))
      options.show(answered.answer) { AdoptionWords(answer: $0, civil: answered.civil, isPreview: preview).text }
      if let failure = answered.failure { throw failure }
    }
  }
}
