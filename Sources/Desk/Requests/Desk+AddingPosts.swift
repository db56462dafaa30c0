package import Contract
import Elections
package import Foundation
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: AddPost) async throws -> Answered<WholePost> {
    let open = try await OpenStore(choice, for: .acting)
    let writer = PostWriter(open)
    let now = Workspace.now
    let media = try request.media.map(MediaFolder(path: open.location.mediaFolder).item)
    await writer.learnLimits(of: request.channels)
    let draft = try writer.draft(PostFields(request), media: media, now: now)
    let submission = try await writer.submit([draft], now: now)[0]
    guard let post = try await open.store.post(submission.post) else { throw StoreError.noSuchPost(submission.post) }
    let report = try await PostReport(open)
    let answer = ContractValues(open.civil).whole(
      post, report, isRepetition: submission.isRepetition, notes: writer.notes(draft, now: now))
    return Answered(answer, open.workspace)
  }

  package func keep(_ file: String, alt: String) async throws -> MediaFile {
    try keep(try MediaFolder.bytes(file), of: file, alt: alt)
  }

  /// `file`: how its owner calls it.
  package func keep(_ data: Data, of file: String, alt: String) throws -> MediaFile {
    let location = try StoreLocation(choice)
    // A store that is not there is not made by the first picture.
    _ = try location.open(.existing)
    return ContractValues.media(try MediaFolder(path: location.mediaFolder).keep(data, of: file, alt: alt))
  }
}
