import ArgumentParser
import Desk
import Elections
import Foundation
import Publishing
import Texts

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "Checks the settings file.", subcommands: [SettingsCheck.self])
}

struct SettingsCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reports every fault in the settings file, with its line.",
    discussion: "EXAMPLES\n  portcullis settings check\n  portcullis settings check --settings /etc/portcullis.yaml"
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      guard let path = try await path() else {
        switch options.format {
        case .json: Terminal.write(json(file: nil, channels: ["feed"], faults: []).text)
        case .text:
          Terminal.write(
            "No settings file: built-in defaults hold, with one channel “feed” that every election closes. Write one by "
              + "“portcullis init”.")
        }
        return
      }
      do {
        let settings = try Workspace.readSettings(path, connectors: Portcullis.parts.connectors.list).settings
        let names = settings.channels.map(\.id)
        let warnings = Self.warnings(settings, path)
        switch options.format {
        case .json: Terminal.write(json(file: path, channels: names, faults: [], warnings: warnings).text)
        case .text:
          let count = "\(names.count) channel\(names.count == 1 ? "" : "s")"
          Terminal.write("\(path.visibleLine): no faults; \(count): \(names.joined(separator: ", ")).")
          Terminal.write(
            settings.register.map { "\($0.countInWords); see “portcullis people check”." }
              ?? Self.noRegister)
          for warning in warnings { Terminal.write("warning: \(warning.visibleLine)") }
        }
      } catch let failure as Failure {
        if options.format == .json {
          let faults = failure.messages.map { $0.worded(RemedyWords.words) }
          Terminal.write(json(file: path, channels: [], faults: faults).text)
        }
        throw failure
      }
    }
  }

  /// The file to check; nil where the built-in settings hold.
  private func path() async throws -> String? {
    if let path = SettingsPlace(options.choice).path { return path }
    // Throws where nothing is at hand, and finds the file that a named store's revision was adopted from.
    let workspace = try await Workspace.atHand(options.choice)
    // Settings that are broken or moved away are no reason to speak of those that come with the program.
    return workspace.adopted == nil && workspace.settingsText == nil ? nil : workspace.settingsPath
  }

  static let noRegister = "No register of people is kept, so anyone with access may publish; list them under people."

  /// What is no fault of the file, and keeps a channel from publishing on this machine.
  private static func warnings(_ settings: Settings, _ path: String) -> [String] {
    let folder = Workspace.absolute((path as NSString).deletingLastPathComponent)
    return settings.channels.compactMap { channel in
      Portcullis.parts.connectors.list.problem(onThisMachineOf: channel, folder: folder)
        .map { "The posts of \(channel.id) would wait: \($0)" }
    }
  }

  private func json(file: String?, channels: [String], faults: [String], warnings: [String] = []) -> JSON {
    .object([
      ("file", JSON(file)),
      ("channels", .array(channels.map(JSON.string))),
      ("problems", .array(faults.map(JSON.string))),
      ("warnings", .array(warnings.map(JSON.string))),
    ])
  }
}
