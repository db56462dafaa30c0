import Testing

/// Each rule on a tree that breaks it, so that a rule that sees nothing any more is noticed.
@Suite struct RuleTests {
  private static let manifest = """
    let package = Package(
      targets: [
        .target(name: "Low"),
        .target(name: "Middle", dependencies: ["Low", .product(name: "Yams", package: "Yams")]),
        .target(
          name: "High",
          dependencies: ["Low", "Middle"]  // "Nowhere" is a comment
        ),
        .executableTarget(name: "program", dependencies: ["High"]),
        .testTarget(name: "HighTests", dependencies: ["High", "program"]),
      ]
    )
    """
  private static let floors = """
    | target | does | imports of ours | from elsewhere |
    |---|---|---|---|
    | `Low` | values; **pure** | – | `Foundation` |
    | `Middle` | reads | `Low` | `Yams` |
    | `High` | acts | `Low`, `Middle` | – |
    | `program` | runs | `High` | – |
    """

  private func tree(_ files: (path: String, text: String)...) throws -> Tree {
    try Tree(manifest: Self.manifest, floors: Self.floors, files: files)
  }

  private static let sound: [(path: String, text: String)] = [
    ("Sources/Low/Value.swift", "import Foundation\n"),
    ("Sources/Middle/Reader.swift", "package import Low\nimport Yams\nimport CYaml"),
    ("Sources/High/Act.swift", "import Low\nimport struct Middle.Reader\n"),
    ("Sources/program/Main.swift", "import High\n"),
    ("Tests/HighTests/ActTests.swift", "@testable import High\nimport Testing\n"),
  ]

  @Test func `a sound tree breaks no rule but that of places`() throws {
    let tree = try Tree(manifest: Self.manifest, floors: Self.floors, files: Self.sound)
    #expect(ImportRules.undeclared(in: tree) == [])
    #expect(ImportRules.unused(in: tree) == [])
    #expect(ImportRules.exported(in: tree) == [])
    #expect(ImportRules.strays(in: tree) == [])
    #expect(ImportRules.floorsWithoutTarget(in: tree) == [])
    #expect(
      ImportRules.upward(in: tree).map(\.description) == [
        "Sources/Middle/Reader.swift:3: Middle may not import CYaml, says the table of ARCHITECTURE.md."
      ])
  }

  @Test func `an import that is not declared`() throws {
    let tree = try tree(("Sources/Middle/Reader.swift", "// import High\n\n  package import High"))
    #expect(
      ImportRules.undeclared(in: tree).map(\.description) == [
        "Sources/Middle/Reader.swift:3: Middle imports High, which Package.swift does not declare for it."
      ])
  }

  @Test func `a dependency that nothing imports, but for a program that tests start`() throws {
    let files =
      Self.sound.filter { $0.path != "Sources/Middle/Reader.swift" } + [
        ("Sources/Middle/Reader.swift", "import Low\nlet text = \"\"\"\n  import Yams\n  \"\"\"\n")
      ]
    let tree = try Tree(manifest: Self.manifest, floors: Self.floors, files: files)
    #expect(
      ImportRules.unused(in: tree).map(\.description) == [
        "Package.swift:4: Middle declares Yams, and no file of it imports that."
      ])
  }

  @Test func `an arrow upwards, and a pure target that looks at the machine`() throws {
    let tree = try tree(("Sources/Low/Value.swift", "import Glibc"), ("Sources/Middle/Reader.swift", "import High"))
    #expect(
      ImportRules.upward(in: tree).map(\.description) == [
        "Sources/Low/Value.swift:1: Low, which is pure, may not import Glibc, says the table of ARCHITECTURE.md.",
        "Sources/Middle/Reader.swift:1: Middle may not import High, says the table of ARCHITECTURE.md.",
      ])
  }

  @Test func `a target without a row, and a row without a target`() throws {
    let floors = Self.floors.replacing("`Low`", with: "`Lower`")
    let tree = try Tree(manifest: Self.manifest, floors: floors, files: [])
    #expect(
      ImportRules.upward(in: tree).map(\.description) == [
        "Package.swift:3: Low has no row in the table of ARCHITECTURE.md."
      ])
    #expect(ImportRules.floorsWithoutTarget(in: tree) == ["Lower"])
  }

  @Test func `a row that stands on one below it`() {
    let floors = "| target | does | imports of ours | from elsewhere |\n| `Low` | – | `High` | – |\n"
    #expect {
      try Tree(manifest: Self.manifest, floors: floors, files: [])
    } throws: {
      "\($0)" == "ARCHITECTURE.md:2: Low stands on High, which stands in no row above."
    }
  }

  @Test(arguments: [
    ("Sources/ElectionCalendar/Events/EventBuilder.swift", "CLibical"), ("Sources/Desk/Posts/PostSheet.swift", "Yams"),
    ("Sources/Desk/Answers/Health.swift", "GRDB"), ("Sources/Desk/Answers/Health.swift", "SQLiteStore"),
    ("Sources/Desk/Answers/Health.swift", "ArgumentParser"), ("Tests/PublishingTests/VerdictTests.swift", "GRDB"),
  ])
  func `a module out of its place`(path: String, module: String) throws {
    let findings = ImportRules.outOfPlace(in: try tree((path, "import \(module)")))
    #expect(findings.map { "\($0.path):\($0.line)" } == ["\(path):1"])
    #expect(findings.first?.says.hasSuffix(" may import \(module).") == true)
  }

  @Test func `an import for others, and a file of no target`() throws {
    let tree = try tree(("Sources/Lost/File.swift", "\n@_exported import Foundation"))
    #expect(ImportRules.exported(in: tree).map(\.line) == [2])
    #expect(ImportRules.strays(in: tree).map(\.path) == ["Sources/Lost/File.swift"])
  }

  @Test func `G-33: a permit that something else makes`() throws {
    let text = """
      /// Permit(one) is a comment.
      let text = "Permit(two)"
      func send(_ permit: Permit) {}
      let three = Permit(grant)
      let four = "\\(Preparation.init(plan))"
      """
    let tree = try tree(
      ("Sources/Connectors/Feed.swift", text), ("Sources/PublishingGate/Gate.swift", text),
      ("Tests/T/Bench.swift", text))
    #expect(
      CodeRules.permitsMadeElsewhere(in: tree).map { "\($0.path):\($0.line)" } == [
        "Sources/Connectors/Feed.swift:4", "Sources/Connectors/Feed.swift:5",
      ])
  }

  @Test(arguments: ["Date()", "Date.now", "ContinuousClock.now", "TimeZone.current", "FileManager.default", "UUID()"])
  func `a pure target that names what it should be given`(code: String) throws {
    let tree = try tree(
      ("Sources/Low/Value.swift", "let value = \(code)"),
      ("Sources/Low/Sound.swift", "let zone: TimeZone; let day: Date"),
      ("Sources/Middle/Reader.swift", "let value = \(code)"))
    #expect(CodeRules.impureNames(in: tree).map(\.path) == ["Sources/Low/Value.swift"])
  }

  @Test func `a sentence below the command line that names a command`() throws {
    let tree = try tree(
      ("Sources/Low/One.swift", "let one = \"Run “portcullis adopt”.\""),
      ("Sources/Commands/Two.swift", "let two = \"Run “portcullis adopt”.\""))
    #expect(CodeRules.commandsNamedBelow(in: tree).map(\.path) == ["Sources/Low/One.swift"])
  }

  @Test func `folders in a circle, also over a third one`() throws {
    let files = [
      ("Sources/High/A/One.swift", "struct One { let two: Two; enum Inner {} }"),
      ("Sources/High/B/Two.swift", "/// One\nstruct Two { let three: Three.One }"),
      ("Sources/High/C/Three.swift", "enum Three {\n  case one(One)\n}\nlet text = \"Four\""),
      ("Sources/High/D/Four.swift", "struct Four { let inner: Inner; let three: Three; enum One {}; let one: One }"),
    ].map { (path: $0.0, text: $0.1) }
    let tree = try Tree(manifest: Self.manifest, files: files)
    let target = try #require(tree.manifest["High"])
    let folders = FolderCircles(of: target, in: tree)
    #expect(
      folders.circles.map(folders.report) == [
        "High: A → B, by Two (Sources/High/A/One.swift:1)",
        "High: B → C, by Three (Sources/High/B/Two.swift:2)",
        "High: C → A, by One (Sources/High/C/Three.swift:2)",
      ])
  }

  @Test func `a generic parameter is no type of another folder`() throws {
    let files = [
      ("Sources/High/A/One.swift", "struct One { let two: Two }"),
      ("Sources/High/B/Two.swift", "struct Two { func same<One: Hashable, Three>(_ one: One, _ three: Three) {} }"),
      ("Sources/High/C/Three.swift", "struct Three<Two> { let all: Array<Two>; let ones: [One] }"),
    ].map { (path: $0.0, text: $0.1) }
    let tree = try Tree(manifest: Self.manifest, files: files)
    let folders = FolderCircles(of: try #require(tree.manifest["High"]), in: tree)
    #expect(Set(folders.uses.keys.map(\.description)) == ["High: A → B", "High: C → A"])
  }

  @Test func `a page that names what is not there`() throws {
    let text = "See `Sources/Low/Value.swift`.\n[It](Sources/Low/Gone.swift), and all of Sources/*: Tests/HighTests."
    let tree = try Tree(
      files: [("Sources/Low/Value.swift", ""), ("Tests/HighTests", ""), ("Sources", "")], pages: [("README.md", text)])
    #expect(PageRules.deadPaths(in: tree).map(\.description) == ["README.md:2: Sources/Low/Gone.swift is not there."])
  }
}
