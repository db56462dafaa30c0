import Contract
import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Texts

/// Answers over HTTP.
enum Reply {
  /// With an ETag of its content, so that whoever has it already is not sent it again.
  static func content(
    _ text: String, type: String, to request: Request, status: HTTPResponse.Status = .ok, more: HTTPFields = [:]
  ) -> Response {
    content(Array(text.utf8), type: type, to: request, status: status, more: more)
  }

  static func content(
    _ bytes: [UInt8], type: String, to request: Request, status: HTTPResponse.Status = .ok, more: HTTPFields = [:]
  ) -> Response {
    var headers = more
    headers[.contentType] = type
    guard status == .ok else {
      return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    let tag = "\"\(ContentHash(of: bytes).hex.prefix(32))\""
    headers[.eTag] = tag
    let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmed } ?? []
    if known.contains(tag) || known.contains("W/" + tag) { return Response(status: .notModified, headers: headers) }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  static func json(_ answer: some Encodable, to request: Request) -> Response {
    content(JSON(encoding: answer).text, type: "application/json; charset=utf-8", to: request)
  }

  /// Why it was not done, as the contract has errors.
  static func failure(_ failure: Failure, words: (Remedy) -> String) -> Response {
    let status = status(of: failure)
    let answer = FailureAnswer(code: status.code, messages: failure.messages.map { $0.worded(words) })
    var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
    if status == .serviceUnavailable { headers[.retryAfter] = "1" }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: JSON(encoding: answer).text)))
  }

  /// For whoever has to say who they are.
  static var unauthorized: Response {
    let answer = FailureAnswer(
      code: 401, messages: ["Everything about posts needs a token, as “Authorization: Bearer …”."])
    return refused(answer, .unauthorized)
  }

  static func refused(_ refused: Caller.Refused, words: (Remedy) -> String) -> Response {
    let messages = refused.failure.messages.map { $0.worded(words) }
    return switch refused {
    case .unknown: Self.refused(FailureAnswer(code: 401, messages: messages), .unauthorized)
    case .tooOften: Self.refused(FailureAnswer(code: 429, messages: messages), .tooManyRequests)
    }
  }

  private static func refused(_ answer: FailureAnswer, _ status: HTTPResponse.Status) -> Response {
    var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    if status == .tooManyRequests { headers[.retryAfter] = "1" }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: JSON(encoding: answer).text)))
  }

  static func failure(of error: any Error) -> Failure {
    if error is DeskThreads.Full {
      return Failure(.unavailable, "There is too much to answer at this moment; nothing was done. Ask again.")
    }
    return Failure(reporting: error) ?? Failure(.failed, "The service failed; its log says why.")
  }

  static func status(of failure: Failure) -> HTTPResponse.Status {
    switch failure.kind {
    case .usage: .badRequest
    case .badInput: .unprocessableContent
    case .tryAgain: .conflict
    case .notPermitted: .forbidden
    case .unavailable, .noSetUp: .serviceUnavailable
    case .failed, .cannotWrite: .internalServerError
    }
  }
}
