import Contract
import Texts

extension GlobalOptions {
  /// Prints an answer: as JSON it is the answer itself, as text what `words` makes of it, and nothing where that is nil. The
  /// one place that tells the two forms apart.
  func show<Answer: Encodable>(_ answer: Answer, words: (Answer) throws -> String?) rethrows {
    switch format {
    case .json: Terminal.write(JSON(encoding: answer).text)
    case .text: if let text = try words(answer) { Terminal.write(text) }
    }
  }

  /// The same for a list, which may be long: as JSON it is written entry by entry.
  func show<Answer: ListAnswer>(_ answer: Answer, words: (Answer) throws -> String?) rethrows {
    switch format {
    case .json: Terminal.write(array: answer.list) { JSON(encoding: $0) }
    case .text: if let text = try words(answer) { Terminal.write(text) }
    }
  }
}
