package import Contract
import Publishing

/// Whoever answers requests: the desk in this process, or a service that keeps it.
package protocol AnsweringDesk: Sendable {
  func answer<R: DeskRequest>(_ request: R) async throws -> Answered<R.Answer>

  /// The audit log one entry at a time, because there may be very many; gives what comes after the last.
  func list(
    _ request: ListEntries, _ take: (EntryAnswer, CivilText) async throws -> Void
  ) async throws -> ListedEntries

  /// The same as rows of CSV, below the names of their columns.
  func rows(_ request: ListEntries, _ take: (String) async throws -> Void) async throws

  /// Keeps a picture or document of the caller's for posts, and gives what a request names it by.
  func keep(_ file: String, alt: String) async throws -> MediaFile

  /// Writes a pack to a path of the caller's. `terms`: what to black out besides the settings' own terms.
  func pack(_ request: MakePack, redacting terms: [String], to path: String) async throws -> Answered<PackAnswer>
}

/// A request that a desk answers for whoever asks, wherever they are.
package protocol DeskRequest: Request {
  func answered(by desk: Desk) async throws -> Answered<Answer>
}

extension Desk: AnsweringDesk {
  package func answer<R: DeskRequest>(_ request: R) async throws -> Answered<R.Answer> {
    let answered = try await request.answered(by: self)
    if R.changes, choice.atStore == .breakingGlass { await signAfterBreakingGlass() }
    return answered
  }
}
