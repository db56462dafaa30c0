import Contract
import Desk
import TestSupport
import Testing

/// Adopting through the desk: what it takes, and what a person has to agree to.
@Suite struct AdoptionRequestTests {
  private static let window = CouncilOfFiles.window("By hand", "20270420T000000", "20990425T000000")
  private static let plain = AdoptFiles(confirmOpening: nil, replace: false, reason: nil)

  private static func agree(_ hash: String) -> AdoptFiles {
    AdoptFiles(confirmOpening: hash, replace: false, reason: "Called off")
  }

  @Test func `looking makes no store, and adopting makes one`() async throws {
    let council = try CouncilOfFiles(Self.window)
    let look = try await council.desk.answer(PreviewAdoption()).answer
    #expect(look.heading.revision == nil && !look.heading.adopted && look.heading.first?.channels == 1)
    #expect(!council.hasStore)
    let adopted = try await council.desk.answer(Self.plain)
    #expect(adopted.failure == nil && adopted.answer.heading.revision == 1 && adopted.answer.heading.adopted)
    #expect(council.hasStore)
    let again = try await council.desk.answer(Self.plain).answer
    #expect(again.heading.inForceAlready && !again.heading.adopted && again.heading.first == nil)
    #expect(again.change == .none)
  }

  @Test func `what opens is answered and refused, until whoever was shown it agrees`() async throws {
    let council = try CouncilOfFiles(Self.window)
    _ = try await council.desk.answer(Self.plain)
    try council.write([])
    let unseen = try await council.desk.answer(Self.agree(""))
    #expect(unseen.failure?.kind == .tryAgain && !unseen.answer.heading.adopted)
    let refused = try await council.desk.answer(Self.plain)
    #expect(refused.failure?.kind == .notPermitted && refused.answer.heading.needsAgreement)
    guard case .stretch(let stretch)? = refused.answer.change.opens.first else {
      Issue.record("nothing opens: \(refused.answer.change)")
      return
    }
    #expect(stretch.channel == "website" && refused.answer.change.closes.isEmpty)
    let agreed = try await council.desk.answer(Self.agree(""))
    #expect(agreed.failure == nil && agreed.answer.heading.revision == 2)
  }

  @Test func `what a preview showed can be agreed to`() async throws {
    let council = try CouncilOfFiles(Self.window)
    _ = try await council.desk.answer(Self.plain)
    try council.write([])
    #expect(try await council.desk.answer(PreviewAdoption()).answer.heading.needsAgreement)
    let agreed = try await council.desk.answer(Self.agree(""))
    #expect(agreed.failure == nil && agreed.answer.heading.adopted)
  }

  @Test func `a hash agrees to its own change alone`() async throws {
    let council = try CouncilOfFiles(Self.window)
    _ = try await council.desk.answer(Self.plain)
    try council.write([])
    let other = try await council.desk.answer(Self.agree("123456789abc"))
    #expect(other.failure?.kind == .tryAgain && !other.answer.heading.adopted)
    let own = try await council.desk.answer(Self.agree(other.answer.heading.hash))
    #expect(own.failure == nil && own.answer.heading.adopted)
  }

  @Test func `agreeing needs a reason, whoever asks`() async throws {
    let council = try CouncilOfFiles(Self.window)
    for request in [
      AdoptFiles(confirmOpening: "", replace: false, reason: " "),
      AdoptFiles(confirmOpening: nil, replace: true, reason: nil),
    ] {
      let error = await #expect(throws: Failure.self) { try await council.desk.answer(request) }
      #expect(error?.kind == .usage)
    }
  }
}
