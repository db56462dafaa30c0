import Contract
import Foundation
import Texts

/// The answers that the command line gave, as they are kept beside its tests, each with what it answers.
enum KeptAnswers {
  struct Kept: CustomStringConvertible, Sendable {
    let name: String
    let json: String
    let request: any Request.Type

    var description: String { name }
  }

  /// By the words that a command begins with. The replay of a decision is none of them: it tells causes in the order in which
  /// they were asked, which a reader of JSON does not keep. Nor is the list of the log, which is written entry by entry; its
  /// entries are read as those of “post show”.
  private static let requests: [(command: String, request: any Request.Type)] = [
    ("status", ShowStatus.self), ("why", ExplainChannel.self), ("upcoming", ListBlackouts.self),
    ("channels", ListChannels.self), ("connectors", ListConnectors.self), ("settings check", CheckSettings.self),
    ("calendar check", CheckCalendars.self), ("calendar elections", ListElections.self),
    ("calendar windows", ListWindows.self), ("calendar events", ListEvents.self), ("adopt", AdoptFiles.self),
    ("store check", CheckStore.self), ("store backup", BackUpStore.self), ("store restore", RestoreStore.self),
    ("audit checkpoint", SignCheckpoint.self), ("revision list", ListRevisions.self),
    ("revision show", ShowRevision.self), ("revision diff", CompareRevisions.self),
    ("post add", AddPost.self),
    ("post import", ImportPosts.self),
    ("post list", ListPosts.self),
    ("post show", ShowPost.self),
    ("post preview", PreviewPost.self),
    ("post edit", EditPost.self),
    ("post move", MovePost.self),
    ("post cancel", CancelPost.self),
    ("post approve", ApprovePost.self),
    ("post reject", RejectPost.self),
    ("post review --format", ListPostsInReview.self),
    ("override request", RequestOverride.self),
    ("override approve", ApproveOverride.self),
    ("override refuse", RefuseOverride.self),
    ("override withdraw", WithdrawOverride.self),
    ("override list", ListOverrides.self),
    ("pause", PauseChannel.self),
    ("resume", EndPause.self),
    ("channel test", TestChannel.self),
    ("channel resume", ResumeChannel.self),
    ("gate health", ShowHealth.self),
    ("gate confirm-clock", ConfirmClock.self),
    ("audit verify --format", VerifyLog.self),
    ("audit verify --store", VerifyLog.self),
    ("people check", CheckPeople.self),
    ("people list", ListPeople.self),
  ]

  /// Those of requests that are listed here, where the command answered at all.
  static let all: [Kept] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CommandLineTests/Golden/Answers").standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
      let lines = text.split(separator: "\n")
      let command = lines[0].split(separator: "portcullis ", maxSplits: 1).last ?? ""
      guard let request = requests.first(where: { (command + " ").hasPrefix($0.command + " ") })?.request,
        let first = lines.firstIndex(where: { ["{", "["].contains($0) }),
        let last = lines.lastIndex(where: { ["}", "]"].contains($0) })
      else { return nil }
      return Kept(name: name, json: lines[first...last].joined(separator: "\n") + "\n", request: request)
    }
  }()
}
