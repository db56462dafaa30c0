import Elections
import Publishing
import PublishingGate

extension Desk {
  /// Why whoever asks may see only what is public; nil where they may see posts, people and the log too. What they may do is
  /// judged act by act, by the rules in force in the same transaction.
  ///
  /// `isOwner`: whether it is the account that the store belongs to, which alone may ask where no register says who may.
  package func exclusion(isOwner: Bool) async throws -> Failure? {
    let store = try StoreLocation(choice).openToLook()
    let adopted = try await AdoptedRevision.inForce(in: store, connectors: choice.parts.connectors.list)
    guard let settings = try adopted?.settings(), let register = settings.register else {
      return isOwner
        ? nil
        : Failure(
          .notPermitted,
          "No register of people is in force, so only the account of the service may see and do more than what is public. "
            + "List people in the settings, and put them into force by \(Remedy.adopt).")
    }
    let day = settings.authority.zone.date(at: Workspace.now)
    return register.refusalToLook(by: choice.actor, on: day).map { Failure(.notPermitted, Sentence($0.description)) }
  }
}
