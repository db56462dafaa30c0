import Foundation
import StatusPages
import Testing

/// The stylesheet and the script.
@Suite struct AssetTests {
  private func text(_ asset: Asset) -> String { String(decoding: asset.bytes, as: UTF8.self) }

  @Test func `an asset's name carries the hash of what it holds`() {
    #expect(Assets.stylesheet.path.wholeMatch(of: #/\/assets\/portcullis-[0-9a-f]{12}\.css/#) != nil)
    #expect(Assets.script.path.wholeMatch(of: #/\/assets\/portcullis-[0-9a-f]{12}\.js/#) != nil)
    #expect(Set(Assets.all.map(\.path)).count == 2)
  }

  @Test func `the script is small, and reaches nobody but its own origin`() {
    #expect(Assets.script.bytes.count <= 10_000)
    for asset in Assets.all {
      for reach in ["http:", "https:", "@import", "url(", "eval(", "document.write", "insertAdjacentHTML"] {
        #expect(!text(asset).contains(reach), "\(asset.path): \(reach)")
      }
    }
    #expect(text(Assets.script).firstMatch(of: #/(?:inner|outer)HTML\s*=[^=]/#) == nil)
  }

  @Test func `the stylesheet answers dark, print, forced colours and less motion, and fixes nothing to the screen`() {
    for condition in ["prefers-color-scheme: dark", "@media print", "forced-colors: active", "prefers-reduced-motion"] {
      #expect(text(Assets.stylesheet).contains(condition))
    }
    #expect(!text(Assets.stylesheet).contains("sticky") && !text(Assets.stylesheet).contains("position: fixed"))
  }

  @Test("every colour of text has a contrast of 4.5 to 1, and of shapes of 3 to 1, in light, dark and print")
  func contrast() throws {
    let blocks = text(Assets.stylesheet).split(separator: ":root {", omittingEmptySubsequences: false).dropFirst().map {
      block in
      Dictionary(
        block.prefix { $0 != "}" }.matches(of: #/--([a-z]+): #([0-9a-f]{6})/#).map {
          (String($0.output.1), Self.luminance($0.output.2))
        }, uniquingKeysWith: { $1 })
    }
    #expect(blocks.count == 3)
    for colours in blocks {
      let paper = try #require(colours["paper"])
      for name in ["ink", "faint", "link", "open", "closed", "unknown"] {
        #expect(Self.contrast(try #require(colours[name]), paper) >= 4.5, "\(name)")
      }
      for name in ["edge", "paused", "possible"] {
        #expect(Self.contrast(try #require(colours[name]), paper) >= 3, "\(name)")
      }
      #expect(Self.contrast(try #require(colours["ink"]), try #require(colours["warning"])) >= 4.5)
    }
    #expect(Self.contrast(try #require(blocks[1]["focus"]), try #require(blocks[1]["paper"])) >= 3)
  }

  /// WCAG 2.2, relative luminance.
  private static func luminance(_ hex: Substring) -> Double {
    let value = Int(hex, radix: 16) ?? 0
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private static func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }
}
