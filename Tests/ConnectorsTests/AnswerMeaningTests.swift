@testable import Connectors
import Elections
import PublishingGate
import Testing

/// What a status says of whoever asked, and what it says of the post.
@Suite struct AnswerMeaningTests {
  private static func answer(_ status: Int, _ body: String, _ headers: [(name: String, value: String)] = [])
    -> WireResponse
  {
    WireResponse(status: status, headers: headers, body: Array(body.utf8))
  }

  @Test(arguments: [
    answer(401, ""), answer(400, #"{"error":"invalid_token"}"#),
    answer(422, #"{"error":"The access token is invalid"}"#),
    answer(403, #"{"error":"The access token was revoked"}"#), answer(403, #"{"error":"Invalid credentials."}"#),
    answer(400, #"{"error":"ExpiredToken","message":"Token has expired"}"#),
    answer(403, #"{"code":"rest_not_logged_in","message":"You are not currently logged in."}"#),
    answer(400, "{}", [("WWW-Authenticate", "Bearer error=\"invalid_token\"")]),
  ])
  func `a dead token is known in whatever way a server says it`(answer: WireResponse) {
    #expect(answer.meaning == .needsLogin && answer.meaningWithoutPost == .needsLogin)
  }

  @Test(arguments: [400, 409, 413, 422, 451])
  func `only these may be the post's fault, and never where nothing of a post was sent`(status: Int) {
    #expect(AnswerMeaning(status: status) == .refused)
    #expect(Self.answer(status, #"{"error":"No."}"#).meaningWithoutPost == .needsLogin)
  }

  @Test func `every other refusal concerns the channel`() {
    for status in 400...499 where ![400, 408, 409, 413, 422, 425, 429, 451].contains(status) {
      #expect([.needsLogin, .missing, .forbidden].contains(AnswerMeaning(status: status)), "\(status)")
    }
  }

  @Test func `a page where an API was asked is a sign-in's or a proxy's, but for what says that it is too large`() {
    let page = "<!DOCTYPE html><title>No</title>"
    #expect(Self.answer(400, page).meaning == .forbidden && Self.answer(413, page).meaning == .refused)
    #expect(Self.answer(200, page).meaning == .accepted && Self.answer(200, page).meaningWithoutPost == .forbidden)
    // After what would have made something public, nothing is certain.
    #expect(Self.answer(302, "").meaning == .unclear && Self.answer(302, "").meaningWithoutPost == .needsLogin)
    #expect(Self.answer(503, page).meaningWithoutPost == .unclear)
  }

  @Test(arguments: [
    ("2020-01-01T00:00:00Z", "90", 90), ("2099-01-01T00:00:00Z", "90", 90), ("2026-11-22T17:03:00Z", "90", 180),
    ("1795367000", "90", 200), ("17", "90", 90), ("-5", "90", 90), ("soon", "90", 90),
    ("2026-11-22T17:03:00Z", nil, 180),
    ("2020-01-01T00:00:00Z", nil, nil),
  ])
  func `C-27: a reset that is past or absurd does not outrank Retry-After`(reset: String, after: String?, seconds: Int?)
  {
    let headers = [("X-RateLimit-Reset", reset)] + (after.map { [("Retry-After", $0)] } ?? [])
    #expect(Self.answer(429, "", headers).delayAsked(now: Sample.due) == seconds.map { .seconds($0) })
  }
}
