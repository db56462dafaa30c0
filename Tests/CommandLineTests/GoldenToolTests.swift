import Foundation
import Testing

/// The tools that the golden files rest on.
@Suite struct GoldenToolTests {
  @Test func `a difference shows the first line that differs with its neighbours`() {
    let stored = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
    #expect(GoldenFiles.difference(of: stored, from: stored) == nil)
    #expect(
      GoldenFiles.difference(of: stored.replacing("five", with: "fife"), from: stored) == """
        differs from line 5 on:
            two
            three
            four
          - five
          + fife
            six
            seven
            eight
        """)
    #expect(
      GoldenFiles.difference(of: "one\n", from: "one\r\n") == """
        differs from line 1 on:
          - one⟨CR⟩
          + one
            
        """)
    #expect(GoldenFiles.difference(of: stored + "nine\n", from: stored)?.contains("  + nine\n") == true)
  }

  @Test func `a command's words are parted by spaces, but for those between double quotes`() {
    let question = GoldenQuestion("name", "post add website --text \"Two words\" --title \"\"")
    #expect(
      question.arguments == ["post", "add", "website", "--text", "Two words", "--title", "", "--format", "json"])
  }

  // MARK: Placeholders

  private static let (hash, key, other) = (
    String(repeating: "0a", count: 32), "abcdefghijklmnopqrstuvwxyz", String(repeating: "1b", count: 32)
  )
  private static let placeholders = Placeholders(
    of: [
      (
        "adopt.json",
        ["hash": other, "posts": [attempt("8/boards", "2026-04-20T10:10:06.060+01:00")], "file": ["sha256": hash]]
      ),
      ("list.json", ["posts": [attempt("9/boards", "2026-04-20T10:20:00+01:00")]]),
    ],
    log: [
      ["id": 1, "hash": hash, "detail": ["service": "2", "process": 10]],
      ["id": 2, "hash": "x", "post": "3", "channel": "website", "detail": ["key": key]],
    ],
    folder: URL(filePath: "/a/place"))

  private static func attempt(_ delivery: String, _ next: String) -> [String: Any] {
    ["delivery": delivery, "state": "queued", "attempts": 1, "next_attempt": next]
  }

  @Test(arguments: [
    ("in /a/place/news.atom", "in ⟨folder⟩/news.atom"),
    ("\(hash), \(other)", "⟨hash of entry 1⟩, ⟨hash in adopt.json⟩"),
    ("tag:example.org,2026:3/\(key)", "tag:example.org,2026:3/⟨key of 3/website⟩"),
    ("{\"process\": 10, \"post\": 10}", "{\"process\": ⟨process of service 2⟩, \"post\": 10}"),
    ("\"{\"\"process\"\":10}\"", "\"{\"\"process\"\":⟨process of service 2⟩}\""),
    ("\"2026-04-20T10:10:06.060+01:00\"", "\"⟨next attempt of 8/boards⟩\""),
    ("\"2026-04-20T09:10:06.060Z\"", "\"⟨next attempt of 8/boards⟩\""),
    ("goes out Mon 20 Apr 2026, 10:10:06", "goes out Mon 20 Apr 2026, ⟨next attempt of 8/boards⟩"),
    ("\"2026-04-20T09:20:00Z\"", "\"⟨next attempt of 9/boards⟩\""),
    ("goes out Mon 20 Apr 2026, 10:20.", "goes out Mon 20 Apr 2026, ⟨next attempt of 9/boards⟩."),
    ("due 2026-04-20T09:10:06Z in process 10", "due 2026-04-20T09:10:06Z in process 10"),
  ]) func `one value has one name wherever it stands`(text: String, replaced: String) {
    #expect(Self.placeholders.replaced(in: text) == replaced)
  }

  @Test func `what has no name and is another in each run is found`() {
    #expect(Placeholders.remains(in: "Bins are collected; hash \(Self.hash)").isEmpty)
    #expect(Placeholders.remains(in: "3/\(Self.key)") == [Self.key])
    #expect(Placeholders.remains(in: "/tmp/portcullis-cli-1/home") == ["a folder of this run"])
  }
}
