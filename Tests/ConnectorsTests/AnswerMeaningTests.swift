@testable import Connectors
import Elections
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

  @Test(arguments: [400, 422, 451])
  func `where nothing names the post, only a person can tell whether it is its fault`(status: Int) {
    for body in ["", "{}", #"{"error":"No."}"#, "Bad Request", #"{"type":"about:blank","title":"Bad Request"}"#] {
      #expect(Self.answer(status, body).meaning == .undecided, "\(body)")
      #expect(Self.answer(status, body).meaningWithoutPost == .needsLogin, "\(body)")
    }
    #expect(AnswerMeaning(status: 413) == .refused && AnswerMeaning(status: 409) == .unclear)
    #expect(AnswerMeaning(status: 423) == .unclear)
  }

  @Test(arguments: [
    (#"{"error":"Validation failed: Text can't be blank"}"#, AnswerMeaning.refused),
    (#"{"errors":{"text":["is too long"]}}"#, .refused),
    (#"{"errors":[{"message":"The image is too large"}]}"#, .refused),
    (#"{"error":"insufficient_scope"}"#, .forbidden), (#"{"error":"Forbidden"}"#, .forbidden),
    (#"{"error":{"code":"Your account is suspended"}}"#, .forbidden),
    (#"{"errors":[{"message":"Your account is limited"}]}"#, .forbidden),
    (#"{"type":"x","title":"No","detail":"The e-mail address is not confirmed"}"#, .forbidden),
    (#"{"title":"Unauthorized","detail":"The token is not valid"}"#, .needsLogin),
    (#"{"error":"invalid_request","error_description":"Token not found"}"#, .needsLogin),
    (#"{"error":{"message":"Authentication failed.","code":"X"}}"#, .needsLogin),
    (#"{"error":"Unauthorized"}"#, .needsLogin), (#"{"error":"invalid_grant"}"#, .needsLogin),
    (#"{"message":"Session expired"}"#, .needsLogin), (#"{"code":"MISSING_AUTHORIZATION_HEADER"}"#, .needsLogin),
    (#"{"code":"application_passwords_disabled","message":"Not on this site."}"#, .needsLogin),
    (#"{"error":"Daily post limit reached"}"#, .notNow), (#"{"error":"You are posting too fast"}"#, .notNow),
    (#"{"error":"The record already exists"}"#, .unclear), ("duplicate webhook-id", .unclear),
    // Both, so that nothing is certain.
    (#"{"error":"Validation failed: your account is suspended"}"#, .undecided),
    (#"{"error":"Character limit reached"}"#, .undecided),
  ])
  func `words decide wherever they stand, as long as they point one way`(body: String, meaning: AnswerMeaning) {
    for status in [400, 422] { #expect(Self.answer(status, body).meaning == meaning) }
  }

  @Test func `a post that is sent back says nothing of why it was refused`() {
    let echo =
      #"{"error":"No.","received":{"text":"The image is too large, says the council"},"title":"It is too long"}"#
    #expect(Self.answer(400, echo).meaning == .undecided)
  }

  @Test func `a body without end is searched for as long as an error is`() {
    let deep = String(repeating: "[", count: 50) + #""too long""# + String(repeating: "]", count: 50)
    let wide = "[" + String(repeating: #""a","#, count: 5000) + #""too long"]"#
    for body in [deep, wide] { #expect(Self.answer(422, body).meaning == .undecided) }
  }

  @Test func `every other refusal concerns the channel`() {
    for status in 400...499 where ![400, 408, 409, 413, 422, 423, 425, 429, 451].contains(status) {
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
    ("2020-01-01T00:00:00Z", "90", 90), ("2099-01-01T00:00:00Z", "90", 90), ("2026-11-22T17:03:00Z", "90", 90),
    ("1795367000", "90", 90), ("1795438800", "120", 120), ("17", "90", 90), ("-5", "90", 90), ("soon", "90", 90),
    ("2026-11-22T17:03:00Z", nil, 180), ("1795366980", nil, 180), ("1795366980.0", nil, 180),
    ("1795366980000", nil, 180), ("30.5", nil, 31), ("2020-01-01T00:00:00Z", nil, nil), ("17", "600.5", 601),
    ("17", "600, 900", 900), ("17", "Sun, 22 Nov 2026 17:02:00 GMT", 120), ("17", "later, 5", 17),
  ])
  func `C-27: Retry-After counts before any reset, and both are read leniently`(
    reset: String, after: String?, seconds: Int?
  ) {
    let headers = [("X-RateLimit-Reset", reset)] + (after.map { [("Retry-After", $0)] } ?? [])
    #expect(Self.answer(429, "", headers).delayAsked(now: Sample.due) == seconds.map { .seconds($0) })
  }
}
