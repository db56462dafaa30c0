import Elections
import Foundation
import Publishing
import PublishingSettings
import Synchronization
import TestSupport
import Testing
import Texts
@testable import Connectors

/// What every connector in the list has, whoever adds one.
@Suite struct EveryConnectorTests {
  private static let list = AllConnectors.list
  static let names = list.names

  @Test func `each name is there once, and the stand-in is one of the list`() {
    #expect(Set(Self.names).count == Self.names.count)
    for name in Self.names { #expect(name.allSatisfy { $0.isLetter && $0.isLowercase }, "\(name)") }
    #expect(Self.list[type(of: Self.list.standIn).kind.name] != nil)
  }

  @Test(arguments: names) func `a connector tells what people should know of it`(name: String) throws {
    let description = try #require(Self.list[name]).description
    #expect(!description.reaches.isEmpty && !description.tested.isEmpty)
    #expect(description.afterDoubt.hasSuffix(".") && description.limits.hasSuffix("."))
  }

  @Test(arguments: names) func `a connector is read from its example in the guide, and made`(name: String) throws {
    let settings = try Self.example(of: name)
    let channel = try #require(settings.channels.first)
    #expect(channel.connector.kind.name == name)
    let folder = try ScratchFolder()
    let connector = try Self.list.connector(
      of: channel,
      in: ConnectorSurroundings(
        folder: folder.path(""), companionFolder: folder.path("store"), published: { _ in [] }))
    #expect(connector.kind == name && connector.readsBack == channel.connector.kind.readsBack)
    let plan = try connector.plan(Sample.post(channel: channel.id))
    #expect(!connector.preview(plan).isEmpty)
  }

  @Test(arguments: names) func `a connector's folder has its settings and its making under its name`(
    name: String
  ) throws {
    let type = try #require(Self.list[name])
    let room = "\(type)".replacing("Connector", with: "")
    for file in ["\(room)Settings.swift", "\(room)Connector+Making.swift"] {
      let path = Places.checkout.appending(path: "Sources/Connectors/\(room)/\(file)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(path) is missing")
    }
  }

  /// A key that a channel may have and nobody reads would be a wish without an effect.
  @Test(arguments: names) func `a connector asks for each of its keys, and shares none with every channel`(
    name: String
  ) throws {
    let settings = try Self.example(of: name)
    let channel = try #require(settings.channels.first?.id)
    let values = settings.written.filter { $0.key.keys.first == "channels" && $0.key.keys.count == 3 }
    let asked = Mutex<Set<String>>([])
    let connector = try #require(Self.list[name])
    let read = connector.settings(
      ConnectorKeys(
        channel: channel,
        value: { key in
          asked.withLock { _ = $0.insert(key) }
          return values[SettingsPath("channels", channel, key)].map { Written(path: key, word: $0) }
        }, complain: { Issue.record("\($0)") }))
    #expect(read != nil)
    #expect(asked.withLock { Set(connector.kind.keys).subtracting($0) } == [])
    #expect(Set(connector.kind.keys).count == connector.kind.keys.count)
    let everywhere = ["name", "connector", "areas", "closes-for", "pace", "late-after", "administrator", "approval"]
    #expect(Set(connector.kind.keys).isDisjoint(with: everywhere))
  }

  /// A value of the example as it is written.
  private struct Written: SettingsValue {
    let path: String
    let word: String

    func text() -> String? { word }
    func flag() -> Bool? { word == "true" }
    func wholeNumber(_ range: ClosedRange<Int>) -> Int? { Int(word) }
    func duration() -> Duration? { Duration(settingsText: word) }
    func choice(among known: [String]) -> String? { known.first { $0 == word } }
    func values() -> [any SettingsValue]? { [self] }
    func fault(_ message: String) { Issue.record("\(path): \(message)") }
  }

  // MARK: The guide

  /// The settings that the guide shows for a connector.
  private static func example(of name: String) throws -> Settings {
    let guide = try String(
      contentsOf: Places.checkout.appending(path: "Sources/Connectors/Connectors.docc/Connectors.md"), encoding: .utf8)
    let blocks = guide.split(separator: "\n\n").filter { block in
      block.split(separator: "\n").allSatisfy { $0.hasPrefix("    ") }
    }
    let lines = try #require(
      blocks.map { $0.split(separator: "\n") }.first { lines in
        lines.contains { $0.split(separator: "#")[0].split(separator: " ") == ["connector:", Substring(name)] }
      }, "Connectors.md shows no channel with “connector: \(name)”")
    let isWhole = lines[0].contains("channels:")
    let text = (isWhole ? [] : ["channels:"]) + lines.map { String($0.dropFirst(isWhole ? 4 : 2)) }
    return try SettingsReader.read(text.joined(separator: "\n") + "\n", file: "Connectors.md", connectors: list)
  }
}
