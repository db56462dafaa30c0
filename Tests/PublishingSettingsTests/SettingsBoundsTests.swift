import Connectors
import Elections
import Foundation
import Publishing
import PublishingSettings
import TestSupport
import Testing

/// Settings that ask more of their reader than they may: refused before anything is made of them.
@Suite struct SettingsBoundsTests {
  private static func faults(_ text: String) -> [String] {
    do {
      _ = try SettingsReader.read(text, file: "portcullis.yaml", connectors: AllConnectors.list)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  /// Nine lists of nine aliases to the one before.
  private static let laughs =
    "l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    + (1...9).map { level in
      "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }.joined()

  @Test(.timeLimit(.minutes(1)))
  func `aliases of aliases are refused where they come to too much, with the line`() {
    #expect(
      Self.faults(Self.laughs) == [
        "portcullis.yaml:6: With the alias “*l4” written out there are more than 100000 values; write the settings with "
          + "fewer or without aliases."
      ])
    // As keys of a mapping, which would be compared with each other, and in a list of ten lines each.
    let keys = Self.laughs + "last: {? *l9 : a, ? [*l9] : b}\n"
    #expect(Self.faults(keys).count == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func `one long list named often is refused, and the same list named a few times is read`() {
    let list = "areas: &a [" + Array(repeating: "x", count: 1000).joined(separator: ", ") + "]\n"
    let often = list + "many: [" + Array(repeating: "*a", count: 200).joined(separator: ", ") + "]\n"
    #expect(Self.faults(often).first?.hasPrefix("portcullis.yaml:2: With the alias “*a” written out") == true)
    let few = list + "few: [*a, *a]\n"
    #expect(Self.faults(few).allSatisfy { $0.contains("is no setting") })
  }

  @Test func `aliases keep working within the bound`() throws {
    let settings = try SettingsReader.read(
      """
      authority: {name: &name A council, areas: &ours [local.our-council]}
      channels:
        website: {name: *name, connector: feed, path: news.atom, areas: *ours}
        intranet: {name: Intranet, connector: feed, path: intranet.atom, areas: *ours}
      """, file: "portcullis.yaml", connectors: AllConnectors.list)
    #expect(settings.channels.first?.name == "A council")
    #expect(settings.channels.first?.areas == settings.authority.areas && settings.channels.count == 2)
  }

  @Test func `settings that are nested too deep, or too large, are refused with the place and the remedy`() {
    let deep = "authority: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(
      Self.faults(deep) == [
        "portcullis.yaml:1: Lists and mappings stand more than 64 deep in each other here; no setting is that deep."
      ])
    let chain =
      "a0: &a0 [x]\n" + (1...99).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(Self.faults(chain).first?.contains("more than 64 deep") == true)
    let large = "authority: {name: \"" + String(repeating: "a", count: 1 << 20) + "\"}"
    #expect(
      Self.faults(large) == [
        "portcullis.yaml: The settings are larger than 1 MB; keep long lists in a terms-file, or write each setting once."
      ])
    let many = "authority: [" + String(repeating: "a,", count: 200_000) + "]"
    #expect(Self.faults(many).first?.hasPrefix("portcullis.yaml:1: There are more than 100000 values") == true)
  }

  @Test func `an alias that nothing stands for is a fault of the text`() {
    #expect(Self.faults("authority: *nobody").first?.contains("undefined alias") == true)
  }
}
