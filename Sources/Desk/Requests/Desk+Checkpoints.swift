package import Contract
import Publishing

extension Desk {
  /// It is only kept where the settings name a folder; else whoever asked has it.
  package func answer(_ request: SignCheckpoint) async throws -> Answered<SignCheckpoint.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let signer = CheckpointSigner(open.store, open.workspace)
    guard let signed = try await signer.sign(at: Workspace.now) else {
      throw Failure(.unavailable, "The audit log has no entry yet, so there is nothing to sign.")
    }
    return Answered(signed, open.workspace)
  }
}
