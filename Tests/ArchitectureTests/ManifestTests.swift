import Testing

@Suite struct ManifestTests {
  @Test func `targets have names, kinds, folders and dependencies`() throws {
    let manifest = try Manifest(
      """
      let package = Package(
        products: [.executable(name: "program", targets: ["program"])],
        dependencies: [.package(url: "https://example.org/Yams", from: "6.2.2")],
        targets: [
          .systemLibrary(name: "CLibrary", providers: [.apt(["library-dev"])]),
          .executableTarget(name: "program", dependencies: ["CLibrary", .product(name: "Yams", package: "Yams")]),
          .testTarget(name: "Tests", path: "Tests/Odd", exclude: ["Fixtures"]),
        ]
      )
      if isFuzzing { package.targets.append(.target(name: "Fuzzer", path: "Tests/Fuzzer")) }
      for target in package.targets where target.type != .system {}
      """)
    #expect(manifest.targets.map(\.name) == ["CLibrary", "program", "Tests", "Fuzzer"])
    #expect(manifest.targets.map(\.kind) == [.system, .executable, .test, .library])
    #expect(manifest.targets.map(\.folder) == ["Sources/CLibrary", "Sources/program", "Tests/Odd", "Tests/Fuzzer"])
    #expect(manifest["program"]?.dependencies.map(\.name) == ["CLibrary", "Yams"])
    #expect(manifest["program"]?.dependencies.map(\.line) == [6, 6])
  }

  @Test(arguments: [
    (".target(name: prefix + \"Low\")", "This target's name is not written as a string."),
    (".target(name: \"Low\", dependencies: low)", "The dependencies of Low are not written as a list."),
    (".target(name: \"Low\", dependencies: [\"A\", low])", "A dependency of Low is neither a name nor a product."),
    (".target(name: \"Low\", path: folder)", "The path of Low is not written as a string."),
    (".plugin(name: \"Low\")", "The rules know no target of the kind .plugin."),
    (".target(name: \"Low\"", "This bracket is never closed."),
  ])
  func `what has another form is refused`(text: String, says: String) {
    #expect {
      try Manifest("\n\(text)")
    } throws: {
      "\($0)" == "Package.swift:2: \(says)"
    }
  }
}
