import Contract
import Desk
import Publishing
import Texts

/// What a person agrees to when they let a post go: the version that they were shown whole.
struct Consent {
  let desk: any AnsweringDesk
  let format: GlobalOptions.Format
  /// By `--seen`.
  let named: Int?

  init(_ options: GlobalOptions, named: Int?) async throws {
    desk = Desk(options.choice)
    format = options.format
    self.named = named
  }

  /// Somebody sits there and has to be asked.
  var asks: Bool { named == nil && Terminal.isConversation && format == .text }

  /// The version that is agreed to; nil leaves it to the desk, which knows the last that was shown. At a terminal the post is
  /// shown now, with `more` below it, and asked about.
  func version(
    of post: String, asking question: (PostAnswer) -> String, with more: (CivilText) -> [String] = { _ in [] }
  ) async throws -> Int? {
    guard asks else { return named }
    let shown = try await desk.answer(ShowPost(post: post))
    let answer = shown.answer.whole.post
    Terminal.write((PostSheet(post: answer, civil: shown.civil).lines + more(shown.civil)).joined(separator: "\n"))
    _ = try await desk.answer(NoteLook(post: answer.post, revision: answer.revision))
    guard Terminal.confirms("\(question(answer)) [y/N] ") else { throw Failure(.failed, "Nothing is changed.") }
    return answer.revision
  }
}

extension Terminal {
  /// Asks a question that only “y” or “yes” answers with yes.
  static func confirms(_ question: String) -> Bool {
    say(question)
    return ["y", "yes"].contains(readLine()?.trimmed.lowercased())
  }
}
