/// Words for a person, in which what can be done stands as a ``Remedy`` that each front end words for its own readers.
///
/// It is written as a string is: `"There is no post \(id); \(Remedy.listPosts) shows those that there are."`
package struct Sentence: Hashable, Sendable {
  package enum Piece: Hashable, Sendable {
    case words(String)
    case remedy(Remedy)
  }

  package private(set) var pieces: [Piece]

  package init(_ words: String) { pieces = [.words(words)] }

  private init(pieces: [Piece]) { self.pieces = pieces }

  package static func + (one: Sentence, other: Sentence) -> Sentence { Sentence(pieces: one.pieces + other.pieces) }

  /// The sentence as one front end says it.
  package func worded(_ words: (Remedy) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let text): text
      case .remedy(let remedy): words(remedy)
      }
    }.joined()
  }
}

extension Sentence: CustomStringConvertible {
  /// As it is recorded.
  package var description: String { worded(\.description) }
}

extension Sentence: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(2 * interpolationCount + 1) }

    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { pieces.append(.words(literal)) }
    }

    package mutating func appendInterpolation(_ remedy: Remedy) { pieces.append(.remedy(remedy)) }
    package mutating func appendInterpolation(_ sentence: Sentence) { pieces += sentence.pieces }
    package mutating func appendInterpolation<Value>(_ value: Value) {
      pieces.append(.words("\(value)"))
    }
  }

  package init(stringLiteral value: String) { self.init(value) }
  package init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }
}
