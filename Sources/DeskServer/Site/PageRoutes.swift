import Contract
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Publishing
import StatusPages
import Texts

/// The pages for everybody, their twins for programs, and the calendars to subscribe to.
struct PageRoutes: Sendable {
  let desk: PublicDesk

  private static let html = "text/html; charset=utf-8"

  func add(to router: Router<CallerContext>) {
    router.get("/") { request, _ in await page(request) { try await status(request, $0) } }
    router.get("status.json") { request, _ in
      await twin(request) { try await desk.answer(ShowStatus(channels: [], at: $0)) }
    }
    router.get("upcoming") { request, _ in await page(request) { try await upcoming(request, $0) } }
    router.get("upcoming.json") { request, _ in
      await twin(request) { _ in try await desk.answer(Self.upcoming) }
    }
    router.get("why/{channel}") { request, context in
      let name = context.parameters.get("channel")?.removingPercentEncoding ?? ""
      // One address by its ending, never by what a browser accepts: what lies between may keep answers.
      guard name.hasSuffix(".json") else { return await page(request) { try await why(name, request, $0) } }
      let channel = String(name.dropLast(5))
      return await twin(request) {
        try await desk.answer(ExplainChannel(channel: channel, at: $0))
      }
    }
    router.get("accessibility") { request, _ in await page(request) { try await accessibility($0) } }
    router.get("purdah.ics") { request, _ in await calendar([], request) }
    router.get("purdah/{file}") { request, context in
      let name = context.parameters.get("file")?.removingPercentEncoding ?? ""
      guard name.hasSuffix(".ics") else { return await missing(request) }
      return await calendar([String(name.dropLast(4))], request)
    }
    for asset in Assets.all {
      router.get(RouterPath(asset.path)) { request, _ in
        Reply.content(
          asset.bytes, type: asset.contentType, to: request,
          more: [.cacheControl: "public, max-age=31536000, immutable"])
      }
    }
    router.get("**") { request, _ in await missing(request) }
  }

  private static let upcoming = ListBlackouts(channels: [], from: nil, within: "1y")

  // MARK: Pages

  private func status(_ request: Request, _ language: Language) async throws -> Page {
    let answered = try await desk.answer(ShowStatus(channels: [], at: nil))
    return Page.status(answered.answer, freshness: try await freshness(), in: language)
  }

  private func upcoming(_ request: Request, _ language: Language) async throws -> Page {
    let answered = try await desk.answer(Self.upcoming)
    return Page.upcoming(answered.answer, freshness: try await freshness(), in: language)
  }

  private func why(_ channel: String, _ request: Request, _ language: Language) async throws -> Page {
    let at = request.uri.queryParameters["at"].map(String.init)
    let now = try await desk.answer(ShowStatus(channels: [], at: nil)).answer
    let known = now.channels.map(\.state.channel)
    guard known.contains(channel) else { throw NoSuchChannel(suggestion: NearMiss.suggestion(channel, among: known)) }
    let answered = try await desk.answer(ExplainChannel(channel: channel, at: at))
    return Page.why(
      answered.answer, asked: at, freshness: try await freshness(answered: at == nil ? nil : now.at), in: language)
  }

  private func accessibility(_ language: Language) async throws -> Page {
    let facts = try await desk.pageFacts()
    return Page.accessibility(
      AccessibilityStatement(
        council: facts.council, email: facts.contact,
        nation: AccessibilityStatement.Nation(rawValue: facts.nation) ?? .england, compliance: .partial,
        prepared: Self.prepared, reviewed: Self.prepared, test: nil), in: language)
  }

  /// The day on which the pages of this version were last looked at against WCAG 2.2.
  private static let prepared = Day("2026-11-30")

  private func freshness(answered: Moment? = nil) async throws -> Freshness {
    Freshness(answered: answered, gate: try await desk.gateSign(), isOlderThanAMinute: false)
  }

  private struct NoSuchChannel: Error { let suggestion: String? }

  // MARK: Answers

  private func page(_ request: Request, _ make: (Language) async throws -> Page) async -> Response {
    let language = Self.language(of: request)
    do {
      return html(try await make(language), request, language)
    } catch let error as NoSuchChannel {
      let council = try? await desk.pageFacts().council
      return html(.notFound(council: council, suggestion: error.suggestion, in: language), request, language, .notFound)
    } catch {
      return await html(failure: Reply.failure(of: error), request, language)
    }
  }

  private func html(failure: Failure, _ request: Request, _ language: Language) async -> Response {
    let council = try? await desk.pageFacts().council
    switch Reply.status(of: failure) {
    case .badRequest, .unprocessableContent:
      return html(.badRequest(council: council, in: language), request, language, .badRequest)
    case .internalServerError:
      return html(.failed(council: council, in: language), request, language, .internalServerError)
    default: return html(.unavailable(council: council, in: language), request, language, .serviceUnavailable)
    }
  }

  private func html(
    _ page: Page, _ request: Request, _ language: Language, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    Reply.content(
      page.html, type: Self.html, to: request, status: status,
      more: [.contentLanguage: language.tag, .vary: "Accept-Language"])
  }

  private func missing(_ request: Request) async -> Response {
    let language = Self.language(of: request)
    let council = try? await desk.pageFacts().council
    return html(.notFound(council: council, suggestion: nil, in: language), request, language, .notFound)
  }

  private func twin<Answer: Codable & Sendable>(
    _ request: Request, _ answer: (String?) async throws -> Answered<Answer>
  ) async -> Response {
    do {
      let at = request.uri.queryParameters["at"].map(String.init)
      return Reply.json(try await answer(at).answer, to: request)
    } catch {
      return Reply.failure(Reply.failure(of: error), words: desk.words)
    }
  }

  private func calendar(_ channels: [String], _ request: Request) async -> Response {
    do {
      let answered = try await desk.answer(
        ExportCalendar(channels: channels, from: nil, to: nil))
      return Reply.content(answered.answer.calendar, type: "text/calendar; charset=utf-8", to: request)
    } catch {
      let failure = Reply.failure(of: error)
      // A name that is no channel's is no calendar.
      return failure.kind == .usage ? await missing(request) : Reply.failure(failure, words: desk.words)
    }
  }

  /// As the address says, else as the browser prefers.
  private static func language(of request: Request) -> Language {
    if let asked = request.uri.queryParameters["lang"].flatMap({ Language(rawValue: String($0)) }) { return asked }
    let preferred = request.headers[.acceptLanguage]?.split(separator: ",").first?.lowercased() ?? ""
    return preferred.trimmed.hasPrefix("cy") ? .welsh : .english
  }
}
