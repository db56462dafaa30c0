import Foundation

/// The package as the rules see it: its manifest, its Swift files, and the table of floors in `ARCHITECTURE.md`.
struct Tree {
  let manifest: Manifest
  let files: [SourceFile]
  let floors: Floors
  /// What people read: `README.md`, `ARCHITECTURE.md`, and the pages beside the sources and tests.
  let pages: [(path: String, text: String)]
  /// Every file and folder below Sources and Tests.
  let places: Set<String>

  /// The checkout, from this file's own place in it. Read once for all tests.
  static let ours = Result { try Tree(at: root) }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private init(at root: URL) throws {
    manifest = try Manifest(Self.text(of: "Package.swift", at: root))
    floors = try Floors(Self.text(of: "ARCHITECTURE.md", at: root))
    let paths = try ["Sources", "Tests"].flatMap { folder in
      [folder]
        + (try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
          .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }.map { "\(folder)/\($0)" })
    }.sorted()
    places = Set(paths)
    files = try paths.filter { $0.hasSuffix(".swift") }.map { SourceFile($0, try Self.text(of: $0, at: root)) }
    pages = try (["ARCHITECTURE.md", "README.md"] + paths.filter { $0.hasSuffix(".md") }).map {
      ($0, try Self.text(of: $0, at: root))
    }
  }

  /// A tree that a test makes up.
  init(
    manifest: String = "", floors: String = "", files: [(path: String, text: String)] = [],
    pages: [(path: String, text: String)] = []
  ) throws {
    self.manifest = try Manifest(manifest)
    self.floors = try Floors(floors)
    self.files = files.map { SourceFile($0.path, $0.text) }
    self.pages = pages
    places = Set(files.map(\.path))
  }

  private static func text(of path: String, at root: URL) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  func files(of target: Manifest.Target) -> [SourceFile] { files.filter { $0.path.hasPrefix(target.folder + "/") } }
}
