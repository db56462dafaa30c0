import Testing

@Suite struct TokenTests {
  @Test(arguments: [
    ("one // two\nthree", ["one", "three"]),
    ("one /* two /* three */ four */ five", ["one", "five"]),
    (#"one "two \" three" four"#, ["one", "four"]),
    (#"one "two \(three("four")) five" six"#, ["one", "three", "six"]),
    ("one \"\"\"\n  two \"three\" four\n  \"\"\" five", ["one", "five"]),
    (##"one #"two \(three) " four"# five"##, ["one", "five"]),
    (##"one #"two \#(three) four"# five"##, ["one", "three", "five"]),
    ("func `one two three`() {} `class`", ["func", "class"]),
    ("#if one\ntwo.three(four: 5)", ["if", "one", "two", "three", "four", "5"]),
    (#"let one = /[\s"]two/"# + "\nthree", ["let", "one", "s", "three"]),
  ])
  func `words of the code are told from comments and strings`(text: String, words: [String]) {
    #expect(Token.all(of: text).compactMap(\.word) == words)
  }

  @Test func `a word knows its line, behind strings and comments of several lines`() {
    let text = "one\n/* \n */ two \"\"\"\n  \\(three)\n\n\"\"\"\nfour"
    #expect(Token.all(of: text).filter { $0.word != nil }.map(\.line) == [1, 3, 4, 7])
  }
}
