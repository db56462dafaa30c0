import Testing

/// The rules of `ARCHITECTURE.md`, asked of the tree that is being built.
@Suite struct ArchitectureTests {
  private let tree: Tree

  init() throws { tree = try Tree.ours.get() }

  @Test func `every import is declared in the manifest`() {
    let findings = ImportRules.undeclared(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `every declared dependency is imported`() {
    let findings = ImportRules.unused(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `no target imports what stands above it`() {
    let findings = ImportRules.upward(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
    #expect(ImportRules.floorsWithoutTarget(in: tree) == [], "ARCHITECTURE.md has rows for targets that are not there.")
  }

  @Test func `libical, Yams, GRDB, the argument parser and the store are named only in their places`() {
    let findings = ImportRules.outOfPlace(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `nobody imports a module on behalf of others`() {
    let findings = ImportRules.exported(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `every file belongs to a target`() {
    let findings = ImportRules.strays(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `G-33: only the gate makes permits and preparations`() {
    let findings = CodeRules.permitsMadeElsewhere(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `pure targets name no clock, chance, disk or network`() {
    let findings = CodeRules.impureNames(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `only the command line names commands`() {
    let findings = CodeRules.commandsNamedBelow(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `every path that a page names is there`() {
    let findings = PageRules.deadPaths(in: tree)
    #expect(findings.isEmpty, "\(findings.text)")
  }

  @Test func `the folders of a target form no circle`() {
    for target in tree.manifest.targets where !target.isTest {
      let folders = FolderCircles(of: target, in: tree)
      #expect(folders.circles.isEmpty, "\(folders.circles.map(folders.report).joined(separator: "\n"))")
    }
  }

  @Test func `each connector keeps to its own folder, and what they share knows none of them`() throws {
    let target = try #require(tree.manifest.targets.first { $0.name == "Connectors" })
    let folders = FolderCircles(of: target, in: tree)
    let shared: Set<String> = ["Sites", "Transport", "Words"]
    #expect(shared.isSubset(of: folders.uses.keys.map(\.to)))
    // The list of all connectors lies beside their folders.
    let reaches = folders.uses.keys.filter { $0.from != "." && !shared.contains($0.to) }.sorted()
    #expect(reaches.isEmpty, "\(reaches.map(folders.report).joined(separator: "\n"))")
  }
}
