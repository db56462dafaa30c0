package import Contract
import Foundation
import Glibc
import Publishing

extension Desk {
  /// Stops this machine's service for good, and touches none of its records: how long those are kept is the council's to decide,
  /// and no program's.
  ///
  /// `answers`: whether something answers on a socket.
  package func removeService(_ answers: (_ socket: String) -> Bool) throws -> ServiceRemovalAnswer {
    guard geteuid() == 0 else {
      throw Failure(.notPermitted, "Removing the service stops a unit of the machine, so it is for root: use sudo.")
    }
    var stopped = false
    if FileManager.default.fileExists(atPath: "/run/systemd/system") {
      try Self.runAsRoot(
        "/usr/bin/systemctl", ["disable", "--now", ServicePlaces.unit], "The service was not stopped")
      stopped = true
    } else if answers(ServicePlaces.socket) {
      throw Failure(
        .unavailable,
        "A gate answers on \(ServicePlaces.socket), and systemd does not run here: stop it where it was started, then do this "
          + "again.")
    }
    return ServiceRemovalAnswer(
      stopped: stopped, kept: ServicePlaces.records.filter { FileManager.default.fileExists(atPath: $0.path) })
  }
}

extension ServicePlaces {
  /// What a council may have to keep for years.
  fileprivate static let records = [
    ServiceRemovalAnswer.Kept(what: "settings and calendars", path: settingsFolder),
    ServiceRemovalAnswer.Kept(what: "the store, with its audit log, media and keys", path: state),
    ServiceRemovalAnswer.Kept(what: "what tells a store that was set back", path: anchors),
    ServiceRemovalAnswer.Kept(what: "feeds that are public", path: publicFolder),
    ServiceRemovalAnswer.Kept(what: "signed checkpoints of the audit log", path: checkpoints),
  ]
}
