import Elections
import Foundation
import Publishing
import Texts

/// What the end of a program's run means: the exit codes of `sysexits.h`, as our own commands have them.
enum CommandAnswer {
  private static let usage: Int32 = 64
  private static let badInput: Int32 = 65
  private static let noInput: Int32 = 66
  private static let unavailable: Int32 = 69
  private static let tryAgain: Int32 = 75
  private static let notPermitted: Int32 = 77

  private static let longestID = 500

  static func outcome(of run: ProgramRun, program: String, now: Instant) -> CommitOutcome {
    let end: ProgramRun.End
    switch run {
    case .notStarted(let reason): return .notSent(reason, after: nil)
    case .ended(let ended): end = ended
    }
    let said = end.lastWords
    switch end.status {
    case .exited(0):
      guard let receipt = receipt(end, now) else {
        return .uncertain(
          "\(program) ended well without printing {\"id\": …}, by which the post can be known; look whether it went out."
        )
      }
      return .published(receipt)
    case .exited(badInput):
      return .rejected("\(program) refused the post\(said); correct what it names, then add the post again.")
    case .exited(unavailable):
      return .notSent("\(program) could not reach what it publishes to\(said); it is tried again later.", after: nil)
    case .exited(tryAgain):
      let seconds = end.json?["retry_after"]?.number
      // Read as the header of that name is: what is past or absurd is capped.
      let after = seconds.flatMap { RetryAfter.delay(String($0), now: now) }
      return .notSent("\(program) asks to be run again later\(said).", after: after)
    case .exited(notPermitted):
      return .needsLogin("\(program) was not let in where it publishes\(said); give it a valid login.")
    default:
      return .uncertain("\(program) \(words(end.status))\(said); it may have published the post all the same.")
    }
  }

  static func found(_ run: ProgramRun, program: String, dedupes: Bool, now: Instant) -> FindOutcome {
    let end: ProgramRun.End
    switch run {
    case .notStarted(let reason): return .cannotTell(reason)
    case .ended(let ended): end = ended
    }
    switch end.status {
    case .exited(0):
      guard let receipt = receipt(end, now) else {
        return .cannotTell("\(program) ended well without printing {\"id\": …}; look where it publishes.")
      }
      return .found(receipt)
    case .exited(noInput):
      return dedupes
        ? .absentForCertain
        : .absentPerhaps(
          "\(program) finds no such post now, but does not say that it would drop a second copy (dedupes).")
    default:
      return .cannotTell("\(program) \(words(end.status)) when it was asked to find the post\(end.lastWords).")
    }
  }

  static func tested(_ run: ProgramRun, program: String) -> ChannelTest {
    switch run {
    case .notStarted(let reason): return ChannelTest(isUsable: false, findings: [reason])
    case .ended(let end):
      switch end.status {
      case .exited(0):
        return ChannelTest(isUsable: true, findings: ["\(program) says that it could publish\(end.lastWords)."])
      case .exited(usage):
        return ChannelTest(
          isUsable: true,
          findings: ["\(program) is there and may be run. It knows no test of itself (it ended with 64)."])
      default:
        return ChannelTest(
          isUsable: false, findings: ["\(program) \(words(end.status)) when it was tested\(end.lastWords)."])
      }
    }
  }

  private static func words(_ status: ProgramRun.Status) -> String {
    switch status {
    case .exited(let code): "ended with \(code)"
    case .signalled(let signal): "was ended by signal \(signal)"
    case .timedOut: "was not done in time and was stopped"
    case .lost: "ended in a way that could not be seen"
    }
  }

  /// Nil without an id: a text or a number.
  private static func receipt(_ end: ProgramRun.End, _ now: Instant) -> Receipt? {
    guard let json = end.json, let id = json["id"]?.string ?? json["id"]?.number.map(String.init) else { return nil }
    guard !id.allSatisfy(\.isWhitespace), id.utf8.count <= longestID, isPlain(id) else { return nil }
    let url = json["url"]?.string.flatMap { text in
      isPlain(text) && ["http", "https"].contains(URL(string: text)?.scheme?.lowercased()) ? text : nil
    }
    return Receipt(remoteID: id, url: url, at: now, mayRepeat: true)
  }

  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

extension ProgramRun.End {
  /// What it printed, as JSON; nil where it is none or too long.
  fileprivate var json: JSON? {
    guard !outputWasCut, let text = String(validating: output, as: UTF8.self) else { return nil }
    return JSON(parsing: text)
  }

  /// The last line of its standard error behind a colon, unless that may hold a secret.
  fileprivate var lastWords: String {
    let lines = errors.split { $0 == 0x0A || $0 == 0x0D }.filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    return WireResponse(status: 0, body: Array((lines.last ?? []).prefix(200))).excerpt
  }
}
