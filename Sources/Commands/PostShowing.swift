import Contract
import Desk
import Publishing
import Texts

extension GlobalOptions {
  /// A post after an act on it, below a heading that says what was done.
  func show(_ answered: Answered<WholePost>, _ head: (WholePost) -> String) {
    show(answered.answer) { answer in
      let text = DeliveryText(civil: answered.civil, gate: answer.gate)
      let lines = [Style.bold(head(answer))] + answer.post.deliveries.flatMap(text.lines)
      return (lines + answer.notes.map { "  \($0.visibleLine)" } + text.footing([answer.post], answered.council))
        .joined(separator: "\n")
    }
  }

  /// A post after an act that closed it, and a failure where the act came too late.
  func show(_ answered: Answered<ClosedPost>, _ head: (PostAnswer) -> String) throws {
    let underWay = answered.answer.underWay
    show(answered.answer) { answer in
      let (post, text) = (answer.whole.post, DeliveryText(civil: answered.civil, gate: answer.whole.gate))
      let isDone = underWay.left.isEmpty && underWay.unknown.isEmpty
      let title = isDone ? head(post) : "Post \(post.post) was being sent."
      return
        ([Style.bold(title)] + underWay.lines + post.deliveries.flatMap(text.lines)
        + text.footing([post], answered.council)).joined(separator: "\n")
    }
    if !underWay.left.isEmpty {
      let left = underWay.left.joined(separator: ", ")
      throw Failure(.failed, "\(left) had left already; take it down where it is published.")
    }
    if !underWay.unknown.isEmpty {
      let (unknown, post) = (underWay.unknown.joined(separator: ", "), answered.answer.whole.post.post)
      throw Failure(
        .tryAgain,
        "\(unknown) is still under way. Nothing leaves any more; whether it had left, “portcullis post show \(post)” tells "
          + "as soon as it is known.")
    }
  }
}

extension DeliveryText {
  /// Posts in a list, each under its first words; `beside`: what is said below each delivery.
  func list(_ posts: [PostAnswer], beside: (DeliveryAnswer) -> [String] = { _ in [] }) -> [String] {
    posts.flatMap { post in
      ["\(Style.bold(post.post))  \(PostSheet.opening(title: post.title, text: post.text))"]
        + post.deliveries.flatMap { lines($0) + beside($0) }
    }
  }
}
