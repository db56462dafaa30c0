import Contract
import Texts

extension GlobalOptions {
  /// Prints an answer: as JSON it is the answer itself, as text what `words` makes of it. The one place that tells the two
  /// forms apart.
  func show<Answer: Encodable>(_ answer: Answer, words: (Answer) throws -> String) rethrows {
    switch format {
    case .json: Terminal.write(JSON(encoding: answer).text)
    case .text: Terminal.write(try words(answer))
    }
  }
}
