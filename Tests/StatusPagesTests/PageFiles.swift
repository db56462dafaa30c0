import Foundation
import StatusPages
import Testing

/// Writes every page in every state as a file, with its styles and its script at the addresses that it asks for, so that a
/// real browser can open them (`Tests/Browser`).
@Suite struct PageFiles {
  private static let folder = ProcessInfo.processInfo.environment["PORTCULLIS_PAGES"].map { URL(filePath: $0) }

  @Test(.enabled(if: folder != nil, "PORTCULLIS_PAGES names no folder to write them to"))
  func `every page in every state is written, with what it needs`() throws {
    let folder = try #require(Self.folder)
    for asset in Assets.all { try Self.write(asset.bytes, at: asset.path, in: folder) }
    let pages = Samples().pages
    for (name, page) in pages { try Self.write(Array(page.html.utf8), at: "/pages/\(name).html", in: folder) }
    #expect(Set(pages.map(\.name)).count == pages.count)
  }

  private static func write(_ bytes: [UInt8], at path: String, in folder: URL) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}
