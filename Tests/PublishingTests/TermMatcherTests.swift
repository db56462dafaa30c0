import Publishing
import TestSupport
import Testing

/// Listed words in texts, in English and in Welsh.
@Suite struct TermMatcherTests {
  private static func found(_ terms: [String], in text: String) -> [String] {
    TermMatcher(terms).matches(in: text).map(\.term)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let term: String
    let text: String
    let isFound: Bool
    var testDescription: String { "\(term) in \(text)" }

    init(_ term: String, in text: String, _ isFound: Bool) {
      self.term = term
      self.text = text
      self.isFound = isFound
    }
  }

  static let cases = [
    // Whole words alone.
    Case("Green", in: "The Green candidate", true), Case("Green", in: "Greenway Road is closed", false),
    Case("Green", in: "Evergreen trees", false), Case("Green", in: "Green", true), Case("Green", in: "(Green)!", true),
    Case("Ward 5", in: "in Ward 5.", true), Case("Ward 5", in: "in Ward 55", false),
    Case("5", in: "5 bins", true), Case("Lee", in: "Leeds", false),
    // Case.
    Case("labour", in: "LABOUR", true), Case("LABOUR", in: "labour", true), Case("McDonald", in: "MCDONALD", true),
    // Accents, composed or not, in the list or in the text.
    Case("Siân", in: "Sian James", true), Case("Sian", in: "Siân James", true),
    Case("Siân", in: "Sia\u{302}n James", true), Case("Sia\u{302}n", in: "SIÂN", true),
    Case("Ŵyl", in: "yr ŵyl", true), Case("Gwyl", in: "Gŵyl y Banc", true), Case("Tŷ", in: "Ty Cymru", true),
    Case("Llyr", in: "Llŷr Gruffydd", true), Case("Siân", in: "Sion", false),
    // Apostrophes of every kind belong to the word inside it.
    Case("y'r", in: "y’r Aelod", true), Case("Aelod o'r Senedd", in: "Mae'r Aelod o’r Senedd yma", true),
    Case("Aelod o’r Senedd", in: "AELOD O'R SENEDD", true), Case("Aelod o'r Senedd", in: "Aelod o r Senedd", false),
    Case("O'Brien", in: "Cllr OʼBrien said", true), Case("Brien", in: "O'Brien", false),
    Case("r", in: "o'r Senedd", false),
    // Possessives are the word itself.
    Case("Jones", in: "Jones's speech", true), Case("Jones", in: "Jones’s speech", true),
    Case("Siân", in: "Siân’s ward", true), Case("Greens", in: "the Greens’ plan", true),
    Case("O'Brien", in: "O’Brien’s", true), Case("People's Party", in: "the People’s Party", true),
    Case("Conservatives", in: "Conservative", false),
    // Hyphens part words, in the list as in the text.
    Case("Smith-Jones", in: "Cllr Smith-Jones", true), Case("Smith-Jones", in: "Cllr Smith Jones", true),
    Case("Smith Jones", in: "Smith–Jones", true), Case("Jones", in: "Smith-Jones", true),
    // Several words, however they are spaced, and in their order.
    Case("Plaid Cymru", in: "Plaid\n  Cymru", true), Case("Plaid Cymru", in: "Cymru Plaid", false),
    Case("Plaid Cymru", in: "Plaid of Cymru", false), Case("Plaid Cymru", in: "plaid, cymru", true),
    Case("Liberal Democrats", in: "Liberal", false), Case("Reform UK", in: "#ReformUK", true),
    Case("Reform UK", in: "Reform U.K.", false),
  ]

  @Test(arguments: cases)
  func `a term is found on word boundaries, whatever the case, the accents and the apostrophes`(known: Case) {
    #expect(Self.found([known.term], in: known.text) == (known.isFound ? [known.term] : []))
  }

  @Test func `every match is told in the order of the text, long and short, as the list writes it`() {
    #expect(
      Self.found(
        ["Labour", "Labour Party", "Green", "Labour Party Conference"], in: "green, the LABOUR PARTY and labour")
        == ["Green", "Labour", "Labour Party", "Labour"])
    // The first spelling of the same words counts.
    #expect(Self.found(["Siân", "SIAN"], in: "sian") == ["Siân"])
    #expect(TermMatcher(["Siân", "SIAN", "sia\u{302}n"]).count == 1)
  }

  @Test func `the passage shows five words on each side`() {
    let text = "one two three four five six\nPlaid  Cymru seven eight nine ten eleven twelve"
    #expect(
      TermMatcher(["plaid cymru"]).matches(in: text).map(\.passage) == [
        "two three four five six «Plaid Cymru» seven eight nine ten eleven"
      ])
    #expect(TermMatcher(["a"]).matches(in: "A.").map(\.passage) == ["«A»"])
  }

  @Test func `an empty list finds nothing, and terms without a word are none`() {
    for matcher in [TermMatcher([]), TermMatcher(["", "  ", "…", "'"])] {
      #expect(matcher.isEmpty && matcher.count == 0 && matcher.matches(in: "anything's here").isEmpty)
    }
    #expect(TermMatcher(["a"]).matches(in: "").isEmpty && TermMatcher(["a"]).matches(in: "… ’").isEmpty)
  }

  @Test func `a CSV file gives its first column, quoted or not, without its header and its remarks`() {
    let text =
      "\u{FEFF}Name,Party\r\nSiân Gwenllian,Plaid Cymru\r\n\"Jones, Ann\",Labour\r\n\r\n# a remark\r\n"
      + "  spaced  ,x\r\n\"Jo \"\"Jojo\"\" Smith\",y\r\nO'Brien\r\n,empty\r\n\"\",empty\r\n\"unclosed\r\nname\r\n"
    #expect(
      TermMatcher.terms(inCSV: text) == [
        "Siân Gwenllian", "Jones, Ann", "spaced", "Jo \"Jojo\" Smith", "O'Brien", "unclosed", "name",
      ])
    #expect(TermMatcher.terms(inCSV: "\"term\"\nLabour\n") == ["Labour"])
    #expect(TermMatcher.terms(inCSV: "Labour\nGreen") == ["Labour", "Green"])
    #expect(TermMatcher.terms(inCSV: "").isEmpty)
  }

  @Test func `a long text costs a look for each word and a few where a term begins, however long the list is`() {
    let terms = (0..<5000).map { "Candidate\($0) Surname\($0)" }
    let matcher = TermMatcher(terms)
    #expect(matcher.count == 5000)
    var words = Array(repeating: "word", count: 100_000)
    words.replaceSubrange(50_000..<50_002, with: ["CANDIDATE4999", "surname4999"])
    // It begins a term, and does not end it.
    words[70_000] = "candidate7"
    var lookups = 0
    let matches = matcher.matches(in: words.joined(separator: " "), lookups: &lookups)
    #expect(matches.map(\.term) == ["Candidate4999 Surname4999"])
    #expect(lookups == 100_000 + 2 * 2)
  }
}
