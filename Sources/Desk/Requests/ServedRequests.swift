package import Contract

/// The requests that a service answers, in the order in which its description lists them.
///
/// Not those about files of the caller's own machine, which their command answers where it runs, and not those that handle the
/// store's file itself, which are for the account that owns it.
package enum ServedRequests {
  package static let list: [any DeskRequest.Type] = [
    ShowStatus.self,
    ExplainChannel.self,
    ListBlackouts.self,
    ListChannels.self,
    ListElections.self,
    ListWindows.self,
    CheckCalendars.self,
    ExportCalendar.self,
    PreviewAdoption.self,
    AdoptFiles.self,
    ListRevisions.self,
    ShowRevision.self,
    ReadRevisionFile.self,
    CompareRevisions.self,
    AddPost.self,
    ImportPosts.self,
    ListPosts.self,
    ExplainEmptyList.self,
    ShowPost.self,
    NoteLook.self,
    PreviewPost.self,
    EditPost.self,
    MovePost.self,
    CancelPost.self,
    ApprovePost.self,
    RejectPost.self,
    ListPostsInReview.self,
    ReleasePost.self,
    ConfirmPost.self,
    RequestOverride.self,
    ApproveOverride.self,
    RefuseOverride.self,
    WithdrawOverride.self,
    ListOverrides.self,
    ShowOverride.self,
    PauseChannel.self,
    EndPause.self,
    TestChannel.self,
    ResumeChannel.self,
    ShowHealth.self,
    ConfirmClock.self,
    ListEntries.self,
    VerifyLog.self,
    SignCheckpoint.self,
    ReplayDecision.self,
    CheckPeople.self,
    ListPeople.self,
    AddToken.self,
    ListTokens.self,
    AcceptToken.self,
    RevokeToken.self,
    RemoveText.self,
  ]
}

// Each by the desk's function for it: which one that is, only a place that names the type can tell the compiler.

extension ShowStatus: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ExplainChannel: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListBlackouts: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListChannels: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListElections: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListWindows: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension CheckCalendars: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ExportCalendar: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension PreviewAdoption: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension AdoptFiles: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListRevisions: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ShowRevision: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ReadRevisionFile: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension CompareRevisions: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension AddPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ImportPosts: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListPosts: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ExplainEmptyList: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ShowPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension NoteLook: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension PreviewPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension EditPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension MovePost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension CancelPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ApprovePost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension RejectPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListPostsInReview: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ReleasePost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ConfirmPost: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension RequestOverride: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ApproveOverride: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension RefuseOverride: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension WithdrawOverride: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListOverrides: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ShowOverride: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension PauseChannel: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension EndPause: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension TestChannel: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ResumeChannel: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ShowHealth: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ConfirmClock: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListEntries: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension VerifyLog: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension SignCheckpoint: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ReplayDecision: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension CheckPeople: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListPeople: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension AddToken: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension ListTokens: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension AcceptToken: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension RevokeToken: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
extension RemoveText: DeskRequest {
  package func answered(by desk: Desk) async throws -> Answered<Answer> { try await desk.answer(self) }
}
