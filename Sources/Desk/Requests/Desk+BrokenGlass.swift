import Contract
import Elections
import Publishing
import PublishingGate
import Texts

// What the account that owns the store did in an emergency, past the register: nobody who answers for the council may miss it.
extension Desk {
  /// Signs the log's end as soon as glass was broken, since whoever did it could write the log anew. No gate need run for it.
  func signAfterBreakingGlass() async {
    do {
      let signed = try await answer(SignCheckpoint()).answer
      choice.parts.notice(
        "Glass was broken, which every head is told. The log is signed up to entry \(signed.entry): \(signed.hash), signature "
          + "\(signed.signature).")
    } catch {
      let words = choice.parts.words(of: error).joined(separator: " ")
      choice.parts.notice("Glass was broken, and no checkpoint of that could be signed: \(words)")
    }
  }

  /// Tells whoever asks, where they answer for others, of every time that glass was broken since they were told last. Each is
  /// told once to each of them.
  package func tellOfBrokenGlass() async {
    do {
      let store = try StoreLocation(choice).openToNote()
      let login = choice.actor.login
      let told = (try await store.look(at: .brokenGlass, by: login)).flatMap { Int64($0.seen) } ?? 0
      let news = try await store.audit(AuditQuery(isGlassBroken: true, after: told, limit: 100))
      guard let last = news.last, try await isHead(in: store) else { return }
      let civil = try await Workspace.answering(choice).civil
      for entry in news {
        let reason = entry.draft.fact.reason.map { ": “\($0.visibleLine)”" } ?? ""
        choice.parts.notice(
          "Glass was broken: \(entry.draft.actor), \(civil.short(entry.draft.at)), \(entry.draft.event.rawValue)"
            + "\(entry.draft.channel.map { " of \($0)" } ?? "")\(reason) (entry \(entry.id) of the audit log).")
      }
      // Whoever has but a token may not be the head: told they are, and the head is told all the same.
      guard choice.actor.token == nil else { return }
      _ = await KeptLook(store: store, login: login, parts: choice.parts)
        .keep("\(last.id)", of: .brokenGlass, at: Workspace.now)
    } catch {
      // What stands in the way here stands in the way of the question itself, which says so.
    }
  }

  private func isHead(in store: any CouncilStore) async throws -> Bool {
    let adopted = try await AdoptedRevision.inForce(in: store, connectors: choice.parts.connectors.list)
    guard let settings = try adopted?.settings(), let person = settings.register?.person(choice.actor.login) else {
      return false
    }
    let day = settings.authority.zone.date(at: Workspace.now)
    return !person.hasLeft(by: day) && !person.roles.isDisjoint(with: [.approver, .director, .administrator])
  }
}
