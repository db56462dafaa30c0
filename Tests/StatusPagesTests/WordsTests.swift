import Foundation
import StatusPages
import Testing

/// Both languages are whole.
@Suite struct WordsTests {
  struct Phrase {
    let english: String
    let welsh: String
  }

  /// The phrases as they stand in the code: every one, also those that no sample shows.
  private static func phrases() throws -> [Phrase] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/StatusPages/Words")
    let pair =
      #/en:\s*(?<english>"(?:[^"\\]|\\.)*"(?:\s*\+\s*"(?:[^"\\]|\\.)*")*),\s*cy:\s*(?<welsh>"(?:[^"\\]|\\.)*"(?:\s*\+\s*"(?:[^"\\]|\\.)*")*)\)/#
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { file in
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let phrases = text.matches(of: pair).map {
        Phrase(english: Self.joined($0.output.english), welsh: Self.joined($0.output.welsh))
      }
      // A phrase that is written in another way would be passed over.
      #expect(phrases.count == text.matches(of: #/\b(?:say|label)\(\s*en: /#).count, "\(file)")
      return phrases
    }
  }

  private static func joined(_ literals: Substring) -> String {
    literals.replacing(#/"\s*\+\s*"/#, with: "").trimmingCharacters(in: CharacterSet(charactersIn: "\""))
  }

  /// What a sentence leaves open, by name.
  private static func slots(_ text: String) -> [String] {
    text.matches(of: #/\\\(([^)]*)\)/#).map { String($0.output.1) }.sorted()
  }

  @Test func `no phrase is empty, each says something else in Welsh, and both have the same gaps`() throws {
    let phrases = try Self.phrases()
    #expect(phrases.count > 200)
    for phrase in phrases {
      #expect(!phrase.english.isEmpty && !phrase.welsh.isEmpty)
      #expect(phrase.english != phrase.welsh)
      #expect(Self.slots(phrase.english) == Self.slots(phrase.welsh), "\(phrase.english)")
      #expect(phrase.english.hasSuffix(".") == phrase.welsh.hasSuffix("."), "\(phrase.english)")
    }
  }

  @Test func `no word of English stands on a Welsh page outside of what others wrote`() throws {
    let samples = Samples()
    for (english, welsh) in zip(samples.pages(in: .english), samples.pages(in: .welsh)) {
      let (one, other) = (try PageTree(english.page.html), try PageTree(welsh.page.html))
      let texts = zip(one.root.all("body")[0].ownTexts, other.root.all("body")[0].ownTexts)
      for (one, other) in texts where one.contains(where: { $0.isLetter }) && !Self.isName(one) {
        #expect(one != other, "\(english.name)")
      }
    }
  }

  /// What is the same in both languages: zones, and the names in the picture, which stand in no element of their own.
  private static func isName(_ text: String) -> Bool {
    ["website", "boards", "alerts", "noticeboard"].contains(text) || text.hasPrefix("channel-")
      || text.wholeMatch(of: #/[0-9:]+ (?:GMT|BST)/#) != nil
  }

  @Test func `both languages have the same page`() throws {
    let samples = Samples()
    for (english, welsh) in zip(samples.pages(in: .english), samples.pages(in: .welsh)) {
      let tags = try [english, welsh].map { try PageTree($0.page.html).root.all.map(\.tag) }
      #expect(tags[0] == tags[1], "\(english.name)")
    }
  }
}
