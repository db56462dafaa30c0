import ArgumentParser
import Contract
import Desk
import Foundation
import Texts

struct PostPreview: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows for each channel exactly what will be sent, or what keeps it from being sent.",
    discussion: """
      Nothing is sent, and nothing is cut: first what the post says, then what each channel makes of it. Exit code 65 when a channel could not take the post as it is.

      EXAMPLES
        portcullis post preview 12
        portcullis post preview 12/bluesky
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number, or one channel's: 12/bluesky.") var id: String

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      let answered = try await desk.answer(PreviewPost(post: id, channel: nil))
      options.show(answered.answer) { text($0, answered.civil) }
      let (previews, post) = (answered.answer.previews, answered.answer.whole)
      if let post, previews.count == post.deliveries.count, previews.allSatisfy({ $0.preview != nil }) {
        _ = try await desk.answer(NoteLook(post: post.post, revision: post.revision))
      }
      if previews.contains(where: { !$0.problems.isEmpty }) { throw ExitStatus.badInput.code }
    }
  }

  private func text(_ answer: PreviewPost.Answer, _ civil: CivilText) -> String {
    var lines: [String] = []
    if let post = answer.whole {
      let sheet = PostSheet(post: post, civil: civil)
      lines = [sheet.head, ""] + sheet.body
    }
    for preview in answer.previews {
      let kind = preview.connector.isEmpty ? "" : " (\(preview.connector))"
      lines += ["", Style.bold("\(preview.channel)\(kind)\(preview.due.map { ", due \(civil.short($0))" } ?? "")")]
      if let shown = preview.preview { lines += PostSheet.indented(shown.trimmingCharacters(in: .newlines)) }
      lines += preview.problems.map { "  \(Style.red("cannot be sent as it is")): \($0.visibleLine)" }
    }
    return lines.joined(separator: "\n")
  }
}
