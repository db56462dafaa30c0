import ArgumentParser
import Contract
import Desk
import Texts

struct AuditRemoveText: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove-text",
    abstract: "Takes what somebody wrote in an entry away for good; the log stays whole.",
    discussion: """
      For personal data that the council may not keep. What goes is the entry's text in somebody's own words, such as the \
      reason of a cancellation or what a network answered, and the same words where the post's deliveries, approvals, \
      overrides and pauses give them as a reason. The entry stays, with a digest from which nobody can tell what the text \
      was, and another entry says who had it removed, when and why: name nobody there. Directors and administrators may.

      The store's file is written anew, so that none of its bytes are left; with a store of gigabytes that takes a minute, \
      and the gate waits. What a post says is not changed. Backups and evidence packs made before still have the text: \
      delete the backups, and ask whoever has a pack to delete it. In entries written before version 8 of the store the \
      log itself has the text, and it cannot be removed.

      EXAMPLES
        portcullis audit list --post 12
        portcullis audit remove-text 57 --reason "Erasure request 2027/14"
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The entry's number, as “audit list” shows it.") var entry: Int
  @Option(help: "Why; the audit log keeps it, so name nobody.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(
        RemoveText(entry: entry, reason: reason))
      options.show(answered.answer) { answer in
        let what =
          answer.removed
          ? "The text of entry \(answer.entry) is removed; entry \(answer.recordedIn) of the audit log records it. "
            + "Backups made before still have it."
          : "The text of entry \(answer.entry) was removed before, by \(answer.by.visibleLine), "
            + "\(answered.civil.short(answer.at)), as entry \(answer.recordedIn) records."
        return "\(what)\n\(answered.council.line)"
      }
    }
  }
}
