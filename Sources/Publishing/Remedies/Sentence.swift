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

  package static func + (one: Sentence, other: Sentence) -> Sentence {
    var sum = one
    for piece in other.pieces { sum.pieces.add(piece) }
    return sum
  }

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

extension Sentence {
  private static let storedConfirmation = "{confirm-clock}"

  /// As one process leaves it to another that will say it to a person: what a gate finds of its clock.
  package var stored: String { worded { $0 == .confirmClock ? Self.storedConfirmation : $0.description } }

  package init(stored: String) {
    let parts = stored.split(separator: Self.storedConfirmation, omittingEmptySubsequences: false)
    pieces = []
    for (index, words) in parts.enumerated() {
      if index > 0 { pieces.add(.remedy(.confirmClock)) }
      pieces.add(.words(String(words)))
    }
  }
}

extension Sentence: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(2 * interpolationCount + 1) }

    package mutating func appendLiteral(_ literal: String) {
      pieces.add(.words(literal))
    }

    package mutating func appendInterpolation(_ remedy: Remedy) { pieces.add(.remedy(remedy)) }
    package mutating func appendInterpolation(_ sentence: Sentence) {
      for piece in sentence.pieces { pieces.add(piece) }
    }
    package mutating func appendInterpolation<Value>(_ value: Value) {
      pieces.add(.words("\(value)"))
    }
  }

  package init(stringLiteral value: String) { self.init(value) }
  package init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }
}

extension [Sentence.Piece] {
  /// Words join those before them, so that what reads the same is the same.
  fileprivate mutating func add(_ piece: Sentence.Piece) {
    switch (last, piece) {
    case (_, .words("")): break
    case (.words(let before), .words(let more)): self[count - 1] = .words(before + more)
    default: append(piece)
    }
  }
}
