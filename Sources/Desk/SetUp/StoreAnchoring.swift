import Foundation
package import Publishing
package import PublishingGate

/// Holds a store to its anchor before a command writes to it, and tells loudly where it went back.
package struct StoreAnchoring {
  package let store: any CouncilStore
  private let parts: Parts
  /// The folder that PORTCULLIS_ANCHOR or the settings name; nil where neither does.
  private let place: String?

  /// `settings`: those that govern, and the folder of their file.
  package init(_ store: any CouncilStore, settings: Settings, folder: String, parts: Parts) throws {
    self.store = store
    self.parts = parts
    guard let name = parts.anchorFolder ?? settings.anchor else {
      place = nil
      return
    }
    let path = Workspace.absolute(name.hasPrefix("/") ? name : folder + "/" + name)
    let storeFolder = Workspace.absolute((store.path as NSString).deletingLastPathComponent)
    guard path != storeFolder, !path.hasPrefix(storeFolder + "/") else {
      throw Failure(
        .usage,
        "The anchor's folder \(path) lies in the store's own, and would be restored with it; name another folder by "
          + "anchor: in the settings or PORTCULLIS_ANCHOR.")
    }
    place = path
  }

  /// For a gate, which sends nothing without an anchor.
  package func require() async throws {
    try tell(
      await store.compareWithAnchor(
        in: place, host: ProcessInfo.processInfo.hostName, now: Workspace.now, as: Workspace.newOperation()))
  }

  /// For a command: what it does is done without an anchor as well, which only leaves the one there a little older.
  package func begin() async {
    do throws(StoreError) {
      try tell(
        await store.compareWithAnchor(
          in: place, host: ProcessInfo.processInfo.hostName, now: Workspace.now, as: Workspace.newOperation()))
    } catch {
      parts.notice("\(error)")
    }
  }

  private func tell(_ anchoring: Anchoring) {
    guard case .wentBack(let finding) = anchoring.comparison else { return }
    var words = ["The store \(store.path) \(finding.clause). \(Self.loss(finding, anchoring.path))"]
    let count = anchoring.moved.count
    words.append(
      count == 0
        ? "Nothing was due that may have gone out already."
        : "\(count == 1 ? "1 post that was due waits" : "\(count) posts that were due wait") for a person, since they may "
          + "have gone out already: look at each channel, then \(parts.words(.review)).")
    parts.notice(words.joined(separator: " "))
  }

  private static func loss(_ finding: WentBack, _ path: String) -> String {
    switch finding.way {
    case .behind, .different:
      "What was written since is lost: posts that were accepted, decisions, and what was sent (its anchor is \(path))."
    case .missing: "There is no anchor at \(path): was it restored or copied, or was the anchor removed?"
    case .unreadable: "What stands at \(path) is no anchor of it."
    case .restored: "What was written since the copy was made is lost."
    }
  }

  // MARK: Looking

  /// How the store stands, for a check that changes nothing: a word for programs, a fault, and a remark.
  package struct Finding {
    package let word: String
    package var fault: String?
    package var remark: String?
    /// What was due is about to go to a person; not where only this login may not look.
    package var alarms: Bool { fault != nil || (remark != nil && word != Self.unknown) }

    package static let unknown = "unknown"
  }

  package static func look(at store: any CouncilStore, parts: Parts) async throws -> Finding {
    do throws(StoreError) {
      let (comparison, path) = try await store.anchorComparison(in: parts.anchorFolder)
      switch comparison {
      case .sound: return Finding(word: "sound")
      case .new: return Finding(word: "none")
      case .wentBack(let finding):
        let words = "The store \(finding.clause). \(loss(finding, path))"
        switch finding.way {
        case .behind, .different: return Finding(word: finding.way.rawValue, fault: words)
        case .missing, .unreadable, .restored: return Finding(word: finding.way.rawValue, remark: words)
        }
      }
    } catch {
      return Finding(word: Finding.unknown, remark: "\(error)")
    }
  }
}
