import Dispatch
import Publishing
import Synchronization

/// Many drafts in parts, worked out on a thread of its own ahead of the transaction that takes them.
///
/// Working a post out takes about half as long as writing it, so the writer need not wait for all of it. It must not wait
/// long, since others wait for it: where listed words are looked for, which takes longer, all is worked out first.
final class DraftParts: Sendable {
  private struct State {
    var done: [DraftPart] = []
    var waiter: CheckedContinuation<Void, Never>?
  }

  private static let size = 1000
  /// Less than the writing of a post takes.
  private static let writing = Duration.microseconds(3)

  let drafts: [PostDraft]
  private let note: SubmissionNote
  private let state = Mutex(State())
  private let progress = DispatchSemaphore(value: 0)

  init(_ drafts: [PostDraft], _ note: SubmissionNote) {
    self.drafts = drafts
    self.note = note
    if ranges.count > 1 {
      DispatchQueue(label: "portcullis.drafts", qos: .userInitiated).async { [self] in workOutAll() }
    } else {
      workOutAll()
    }
  }

  /// Where each part lies among the drafts.
  var ranges: [Range<Int>] {
    stride(from: 0, to: drafts.count, by: Self.size).map { $0..<min($0 + Self.size, drafts.count) }
  }

  private func workOutAll() {
    let began = ContinuousClock.now
    for range in ranges {
      let part = DraftPart(drafts[range], note)
      let left = (ContinuousClock.now - began) * (drafts.count - range.upperBound) / range.upperBound
      let waiter = state.withLock { state in
        state.done.append(part)
        let isAhead = note.inForce.matcher.isEmpty && left <= Self.writing * drafts.count
        guard isAhead || state.done.count == ranges.count else { return nil as CheckedContinuation<Void, Never>? }
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.resume()
      progress.signal()
    }
  }

  /// Returns once what is left to work out, if anything, takes no longer than writing all.
  func lead() async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if state.done.count == ranges.count { return true }
        state.waiter = continuation
        return false
      }
      if isReady { continuation.resume() }
    }
  }

  /// Waits until it is worked out.
  func part(_ index: Int) -> DraftPart {
    while true {
      if let part = state.withLock({ $0.done.indices.contains(index) ? $0.done[index] : nil }) { return part }
      progress.wait()
    }
  }
}
