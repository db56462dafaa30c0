import ArgumentParser
import Contract
import Desk
import Foundation
import Publishing

struct CalendarExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the blackouts as an .ics that Outlook, Google and Apple subscribe to.",
    discussion: """
      One event for each window that closes a channel. The bytes stay the same as long as nothing changes. With \
      --output, the file there is taken for the feed before this one: a window that moved grows its SEQUENCE, one \
      that was withdrawn stays as cancelled, and an unchanged file is left alone.

      EXAMPLES
        portcullis calendar export > purdah.ics
        portcullis calendar export website --from 2026-01-01 --output public/purdah.ics
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions
  @Argument(help: "The channels; all when none is named.") var channels: [String] = []
  @Option(
    help: ArgumentHelp("The file to write or bring up to date, instead of standard output.", valueName: "file"),
    completion: .file(extensions: ["ics"]))
  var output: String?

  func run() async throws {
    try await reporting {
      let request = ExportCalendar(channels: channels, from: range.from, to: range.to, previous: try previous())
      let calendar = Array(try await options.desk().answer(request).answer.calendar.utf8)
      guard let output else { return Terminal.write(bytes: calendar) }
      try write(calendar, to: output)
    }
  }

  /// The feed that is there already.
  private func previous() throws -> String? {
    guard let output, FileManager.default.fileExists(atPath: output) else { return nil }
    let text = (try? String(contentsOf: URL(filePath: output), encoding: .utf8)) ?? ""
    guard Desk.isExport(text) else {
      throw Failure(
        .cannotWrite,
        "\(output) was not written by Portcullis, and is left as it is. Remove it, or choose another file.")
    }
    return text
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(filePath: path)
    if let before = try? Data(contentsOf: url), before.elementsEqual(bytes) {
      return Terminal.complain("\(path) is up to date.")
    }
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw Failure(.cannotWrite, "\(path) cannot be written. Check that its folder is there and may be written to.")
    }
  }
}
