import Elections
import Publishing
import PublishingGate

/// Keeps that somebody was shown something whole, by which they can agree to it later.
struct KeptLook {
  let store: any CouncilStore
  let login: String
  let parts: Parts

  /// Whether it is kept. Who may not write to the store can agree to nothing, and so has no look to keep. Any other reason is
  /// told: a look that was lost in silence would be missed only when somebody agrees and is refused.
  func keep(_ seen: String, of subject: Look.Subject, at now: Instant) async -> Bool {
    do throws(StoreError) {
      try await store.note(seen, of: subject, by: login, at: now, as: Workspace.newOperation())
      return true
    } catch .cannotWrite {
      return false
    } catch {
      parts.notice(
        "That you looked could not be kept, so look again before you agree: \(parts.words(of: error.sentence))")
      return false
    }
  }
}
