import ArgumentParser
import Contract
import Desk
import Texts

struct AuditCheckpoint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Signs how far the audit log goes now.",
    discussion: """
      Keep what it prints where nobody who may write to the store can change it: on another machine, in an e-mail, on \
      paper. “audit verify --checkpoints” tells later whether the log still is the one that was signed. With \
      service.checkpoints in the settings it is also added to the file of the store there, as the gate does by itself at \
      each revision, override and pause, and at least once an hour.

      The key is made at the first use: checkpoint.key beside the store, or where service.checkpoint-key says.

      EXAMPLES
        portcullis audit checkpoint
        portcullis audit checkpoint --format json > 2027-05-06.json
        portcullis audit verify --checkpoints 2027-05-06.json
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(SignCheckpoint())
      options.show(answered.answer) { answer in
        """
        The audit log has \(answer.entry) entries, the last with hash \(answer.hash), at \(answered.civil.short(answer.at)).
        Signature: \(answer.signature)
        By key:    \(answer.key)
        Store:     \(answer.origin)
        \(answered.council.line)
        """
      }
    }
  }
}
