import Foundation
import TestSupport
import Testing

/// The folders of the connectors: each holds one connector whole, or what several share.
@Suite struct RoomTests {
  private static let sources = Places.checkout.appending(path: "Sources/Connectors")

  private struct File {
    /// Empty for what lies in no folder.
    let folder: String
    let name: String
    let lines: [Substring]

    /// The names of the types that other folders could use.
    var types: [String] {
      lines.compactMap { line in
        line.wholeMatch(of: /(?:package )?(?:final )?(?:struct|class|enum|actor|protocol) (\w+).*/).map { String($0.1) }
      }
    }

    var words: Set<Substring> { Set(lines.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }) }
    var isConnectors: Bool { lines.contains { $0.contains(": ConfiguredConnector {") } }
  }

  private static func files() throws -> [File] {
    let names = try #require(FileManager.default.subpaths(atPath: sources.path))
    return try names.sorted().filter { $0.hasSuffix(".swift") }.map { name in
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      let folder = name.split(separator: "/").count > 1 ? String(name.prefix { $0 != "/" }) : ""
      return File(folder: folder, name: name, lines: code)
    }
  }

  @Test func `no connector reaches into another's folder, and what they share reaches into none`() throws {
    let files = try Self.files()
    let rooms = Set(files.filter(\.isConnectors).map(\.folder))
    #expect(rooms.count == 8 && !rooms.contains(""))
    var owners: [String: String] = [:]
    for file in files where rooms.contains(file.folder) { for type in file.types { owners[type] = file.folder } }
    #expect(owners.count > 50)
    for file in files where file.name != "AllConnectors.swift" {
      let foreign = file.words.filter { word in owners[String(word)].map { $0 != file.folder } ?? false }
      #expect(foreign.isEmpty, "\(file.name) names \(foreign.sorted().joined(separator: ", "))")
    }
  }

  @Test func `each connector's folder has its settings and its making under the same names`() throws {
    let files = try Self.files()
    for folder in Set(files.filter(\.isConnectors).map(\.folder)) {
      let names = files.filter { $0.folder == folder }.map(\.name)
      #expect(names.contains("\(folder)/\(folder)Settings.swift"))
      #expect(names.contains("\(folder)/\(folder)Connector+Making.swift"))
    }
  }
}
