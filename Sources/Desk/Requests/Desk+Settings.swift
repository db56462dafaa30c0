package import Contract
import Foundation
import Publishing

extension Desk {
  package func answer(_ request: CheckSettings) async throws -> Checked<CheckSettings.Answer> {
    guard let path = try await settingsToCheck() else {
      return Checked(CheckSettings.Answer(file: nil, channels: ["feed"]))
    }
    do {
      let settings = try Workspace.readSettings(path, connectors: choice.parts.connectors.list).settings
      return Checked(
        CheckSettings.Answer(
          file: path, channels: settings.channels.map(\.id), warnings: warnings(settings, path),
          people: settings.register?.people.count))
    } catch let failure as Failure {
      let faults = failure.messages.map(choice.parts.words(of:))
      return Checked(CheckSettings.Answer(file: path, channels: [], problems: faults), failure)
    }
  }

  /// Nil where the built-in settings hold.
  private func settingsToCheck() async throws -> String? {
    if let path = SettingsPlace(choice).path { return path }
    // Throws where nothing is at hand, and finds the file that a named store's revision was adopted from.
    let workspace = try await Workspace.atHand(choice)
    // Settings that are broken or moved away are no reason to speak of those that come with the program.
    return workspace.adopted == nil && workspace.settingsText == nil ? nil : workspace.settingsPath
  }

  /// What is no fault of the file, and keeps a channel from publishing on this machine.
  private func warnings(_ settings: Settings, _ path: String) -> [String] {
    let folder = Workspace.absolute((path as NSString).deletingLastPathComponent)
    return settings.channels.compactMap { channel in
      choice.parts.connectors.list.problem(onThisMachineOf: channel, folder: folder)
        .map { "The posts of \(channel.id) would wait: \($0)" }
    }
  }
}
