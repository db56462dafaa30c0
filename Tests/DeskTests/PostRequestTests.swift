import Contract
import Desk
import Foundation
import TestSupport
import Testing
import Texts

/// Posts as a front end asks for them, without a command line.
@Suite struct PostRequestTests {
  private static let gif = Data("GIF89a".utf8) + Data(repeating: 0, count: 32)

  @Test func `a picture is handed in once, and named by its hash`() async throws {
    let council = try await DeskFolder()
    let file = council.folder.url.appending(path: "bins.png")
    try Self.gif.write(to: file)
    let kept = try await council.desk.keep(file.path, alt: "Green bins")
    #expect(kept.type == "image/gif" && kept.bytes == Self.gif.count)
    // Whatever a request says of the file, its content says what it is.
    let forged = MediaFile(sha256: kept.sha256, name: "../bins.png", type: "image/svg+xml", alt: "Green bins", bytes: 1)
    let answered = try await council.desk.answer(
      AddPost(channels: ["website"], at: "now", text: "Bins", media: [forged]))
    #expect(answered.answer.post.media == [kept])
  }

  @Test func `a picture that nobody handed in is refused, and so is one without words`() async throws {
    let council = try await DeskFolder()
    let unknown = MediaFile(
      sha256: String(repeating: "0", count: 64), name: "a.gif", type: "image/gif", alt: "A", bytes: 1)
    await #expect(throws: Failure.self) {
      try await council.desk.answer(AddPost(channels: ["website"], at: "now", text: "Bins", media: [unknown]))
    }
    let file = council.folder.url.appending(path: "bins.gif")
    try Self.gif.write(to: file)
    let kept = try await council.desk.keep(file.path, alt: "Green bins")
    let wordless = MediaFile(sha256: kept.sha256, name: kept.name, type: kept.type, alt: " ", bytes: kept.bytes)
    await #expect(throws: Failure.self) {
      try await council.desk.answer(AddPost(channels: ["website"], at: "now", text: "Bins", media: [wordless]))
    }
  }

  @Test func `a look is noted only while somebody can still agree to the post`() async throws {
    let council = try await DeskFolder()
    let post = try await council.desk.answer(AddPost(channels: ["website"], at: "now", text: "Bins")).answer.post
    #expect(try await council.desk.answer(NoteLook(post: post.post, revision: post.revision)).answer.noted)
    _ = try await council.desk.answer(CancelPost(post: post.post, channel: nil, reason: "Off"))
    #expect(try await !council.desk.answer(NoteLook(post: post.post, revision: post.revision)).answer.noted)
  }

  @Test func `one channel is named in the post's number or beside it`() async throws {
    let council = try await DeskFolder()
    let post = try await council.desk.answer(AddPost(channels: ["website"], at: "now", text: "Bins")).answer.post.post
    let beside = try await council.desk.answer(PreviewPost(post: post, channel: "website")).answer
    let within = try await council.desk.answer(PreviewPost(post: "\(post)/website", channel: nil)).answer
    #expect(beside.previews == within.previews && beside.previews.map(\.channel) == ["website"])
  }

  @Test func `what answers say reads back as the same JSON`() async throws {
    let council = try await DeskFolder()
    let added = try await council.desk.answer(AddPost(channels: ["website"], at: "now", text: "Bins")).answer
    let post = added.post.post
    try Self.readsBack(added)
    try Self.readsBack(try await council.desk.answer(ShowPost(post: post)).answer)
    try Self.readsBack(try await council.desk.answer(ListPosts()).answer)
    try Self.readsBack(try await council.desk.answer(PreviewPost(post: post, channel: nil)).answer)
    try Self.readsBack(try await council.desk.answer(ShowHealth()).answer)
    try Self.readsBack(try await council.desk.answer(ListEntries()).answer)
    try Self.readsBack(try await council.desk.answer(VerifyLog()).answer)
    try Self.readsBack(try await council.desk.answer(PauseChannel(channel: nil, reason: "Flood", until: nil)).answer)
    try Self.readsBack(try await council.desk.answer(CancelPost(post: post, channel: nil, reason: "Off")).answer)
  }

  private static func readsBack<Answer: Codable>(_ answer: Answer) throws {
    let text = JSON(encoding: answer).text
    let back = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    #expect(JSON(encoding: back).text == text)
  }
}
