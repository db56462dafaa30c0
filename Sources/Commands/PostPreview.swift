import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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
      let reference = try PostReference(id)
      let open = try await OpenStore(options.choice, for: .looking)
      guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
      let deliveries = post.deliveries.map(\.delivery).filter {
        reference.channel == nil || $0.channel == reference.channel
      }
      guard !deliveries.isEmpty else {
        throw StoreError.noSuchDelivery(DeliveryName(post: post.id, channel: reference.channel ?? ""))
      }
      var previews: [(Delivery, Preview)] = []
      for delivery in deliveries { previews.append((delivery, await preview(delivery, post, open))) }
      switch options.format {
      case .json: Terminal.write(json(post, previews).text)
      case .text: Terminal.write(text(post, previews, open))
      }
      let isWhole = deliveries.count == post.deliveries.count && previews.allSatisfy { $0.1.shown != nil }
      if isWhole { await open.noteLook(at: post) }
      if previews.contains(where: { !$0.1.problems.isEmpty }) { throw ExitStatus.badInput.code }
    }
  }

  private struct Preview {
    var connector = ""
    var shown: String?
    var problems: [String] = []
  }

  private func preview(_ delivery: Delivery, _ post: PostRecord, _ open: OpenStore) async -> Preview {
    guard let channel = open.rules.channel(delivery.channel) else {
      return Preview(problems: ["The settings in force have no channel “\(delivery.channel)”."])
    }
    var preview = Preview(connector: channel.connector.kind.name)
    do {
      let connector = try Portcullis.parts.connector(channel, open.rules, open.store)
      await connector.learnLimits()
      preview.problems = connector.check(post.content).map(\.description)
      guard preview.problems.isEmpty else { return preview }
      let released = ReleasedPost(
        name: delivery.name, revision: delivery.revision, key: delivery.key, due: delivery.due, content: post.content)
      preview.shown = connector.preview(try connector.plan(released))
    } catch {
      preview.problems.append("\(error)")
    }
    return preview
  }

  private func json(_ post: PostRecord, _ previews: [(Delivery, Preview)]) -> JSON {
    .object([
      ("post", .string(post.id.description)), ("revision", .number(post.revision)),
      ("title", JSON(post.content.title)), ("text", .string(post.content.text)), ("link", JSON(post.content.link)),
      ("media", .array(post.content.media.map(\.json))),
      (
        "previews",
        .array(
          previews.map { delivery, preview in
            .object([
              ("channel", .string(delivery.channel)), ("connector", .string(preview.connector)),
              ("preview", JSON(preview.shown)), ("problems", .array(preview.problems.map(JSON.string))),
            ])
          })
      ),
    ])
  }

  private func text(_ post: PostRecord, _ previews: [(Delivery, Preview)], _ open: OpenStore) -> String {
    let sheet = PostSheet(post: post, civil: open.civil, rules: open.rules)
    var lines = [sheet.head, ""] + sheet.body
    for (delivery, preview) in previews {
      let kind = preview.connector.isEmpty ? "" : " (\(preview.connector))"
      lines += ["", Style.bold("\(delivery.channel)\(kind), due \(open.civil.short(delivery.due))")]
      if let shown = preview.shown {
        lines += PostSheet.indented(shown.trimmingCharacters(in: .newlines))
      }
      lines += preview.problems.map { "  \(Style.red("cannot be sent as it is")): \($0.visibleLine)" }
    }
    return lines.joined(separator: "\n")
  }
}
