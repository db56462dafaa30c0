import Elections
import Foundation
import Synchronization
import Texts

/// What is known of one instance's limits, kept in a file so that every start and every command knows it.
final class MastodonLimitsFile: Sendable {
  /// After so long they are asked for again.
  static let lasts = Duration.seconds(24 * 3600)
  /// After a failure, and in spite of it, not before so long.
  static let failureRests = Duration.seconds(600)

  private struct State: Sendable {
    var limits: MastodonLimits?
    var readAt: Instant?
    var failedAt: Instant?
  }

  private let path: String
  private let instance: String
  private let state: Mutex<State>

  /// `instance` is the address whose limits these are: what a file says of another one does not count.
  init(path: String, instance: String) {
    self.path = path
    self.instance = instance
    var found = State()
    if let bytes = FileManager.default.contents(atPath: path), let text = String(validating: bytes, as: UTF8.self),
      let json = JSON(parsing: text), json["instance"]?.string == instance
    {
      found.limits = json["limits"].flatMap(MastodonLimits.init(instance:))
      found.readAt = json["read_at"]?.string.flatMap(ISOTime.instant)
    }
    state = Mutex(found)
  }

  /// The usual ones where nothing was ever learnt.
  var limits: MastodonLimits { state.withLock { $0.limits } ?? MastodonLimits() }

  /// When they were learnt; nil where they are the usual ones.
  var readAt: Instant? { state.withLock { $0.limits == nil ? nil : $0.readAt } }

  func areDue(at now: Instant) -> Bool {
    state.withLock { state in
      if let failed = state.failedAt, failed <= now, now.since(failed) < Self.failureRests { return false }
      guard state.limits != nil, let read = state.readAt, read <= now else { return true }
      return now.since(read) >= Self.lasts
    }
  }

  func failed(at now: Instant) { state.withLock { $0.failedAt = now } }

  /// They count from now on even where the file cannot be written: then the next start asks again.
  func learn(_ limits: MastodonLimits, at now: Instant) {
    state.withLock { $0 = State(limits: limits, readAt: now) }
    let json = JSON.object([
      ("instance", .string(instance)), ("limits", limits.json), ("read_at", .string(UTCText.text(now))),
    ])
    try? PrivateFile.write(Array(json.text.utf8), to: path)
  }
}
