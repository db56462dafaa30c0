import Connectors
import Foundation
import TestSupport
import Texts

/// A council whose four channels are the real servers, worked on by the built program, and what a stranger sees there.
final class PublicPlaces {
  let folder: Program.Folder
  private let environment: [String: String]
  private let mastodon: PythonServer

  /// `cut`: WordPress and the AT Protocol server are reached through the proxy that breaks connections.
  init(cut: Bool = false) throws {
    folder = try Program.Folder()
    environment = ["PORTCULLIS_STORE": "sqlite:" + folder.url.appending(path: "store/portcullis.sqlite").path]
    try folder.addBankHolidays()
    try folder.write("mastodon.log", "")
    mastodon = try PythonServer(
      "mastodon_standin.py", ["--token", Self.token, "--log", folder.url.appending(path: "mastodon.log").path])
    try secret("mastodon.token", Self.token)
    for (file, name) in [
      ("wordpress", "WORDPRESS_AUTHOR_PASSWORD"), ("bluesky", "PDS_PASSWORD"), ("mail", "SMTP_PASSWORD"),
    ] { try secret("\(file).secret", try Servers.value(name)) }
    try folder.write("portcullis.yaml", try settings(cut: cut))
    try folder.write("picture.png", "")
    try Data(WordPressServer.picture).write(to: folder.url.appending(path: "picture.png"))
    try close(nil)
  }

  private static let token = "a-token-of-the-stand-in"

  private func secret(_ file: String, _ text: String) throws {
    try folder.write(file, text)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: folder.url.appending(path: file).path)
  }

  private func settings(cut: Bool) throws -> String {
    let between = cut ? "_CUT_URL" : "_URL"
    return """
      authority: {name: A council}
      calendars: calendars
      channels:
        website:
          connector: wordpress
          url: \(try Servers.value("WORDPRESS" + between))
          user: \(try Servers.value("WORDPRESS_AUTHOR_USER"))
          password-file: wordpress.secret
        bluesky:
          connector: bluesky
          service: \(try Servers.value("PDS" + between))
          account: \(try Servers.value("PDS_HANDLE"))
          password-file: bluesky.secret
        mastodon: {connector: mastodon, url: "http://127.0.0.1:\(mastodon.port)", token-file: mastodon.token}
        bulletin:
          connector: email
          host: localhost
          port: \(try Servers.value(cut ? "SMTP_CUT_PORT" : "SMTP_PORT"))
          user: \(try Servers.value("SMTP_USER"))
          password-file: mail.secret
          trust-file: \(try Servers.value("TEST_CA_FILE"))
          from: Council news <council@example.test>
          to: list@example.test

      """
  }

  /// Puts a window around now into the calendar, or none.
  func close(_ uid: String?) throws {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN"]
    lines += [
      "BEGIN:VEVENT", "UID:local.ours.2019-05-02", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20190502",
      "SUMMARY:Past", "END:VEVENT",
    ]
    if let uid {
      let format = Date.ISO8601FormatStyle().year().month().day().dateSeparator(.omitted).time(
        includingFractionalSeconds: false
      )
      .timeSeparator(.omitted)
      lines += [
        "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z",
        "DTSTART:\(Date(timeIntervalSinceNow: -3600).formatted(format))Z",
        "DTEND:\(Date(timeIntervalSinceNow: 3600).formatted(format))Z", "SUMMARY:Called at short notice",
        "CATEGORIES:PURDAH", "END:VEVENT",
      ]
    }
    try folder.write("calendars/elections/ours.ics", (lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n"))
  }

  // MARK: The program

  func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder.url, environment: environment)
  }

  /// A gate that runs until it is killed.
  func startGate() throws -> ChildProcess {
    try ChildProcess(
      Program.path, ["gate", "run"], in: folder.url,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.url.path].merging(environment) { $1 },
      output: .nothing, errors: .nothing)
  }

  func add(_ text: String, on channels: String, _ more: String...) throws -> String {
    let arguments = ["post", "add", channels, "--at", "now", "--text", text, "--format", "json"] + more
    let outcome = try Program.run(arguments, in: folder.url, environment: environment)
    guard let post = outcome.object["post"] as? String else { throw Unexpected(words: outcome.errors) }
    return post
  }

  /// The deliveries of a post, by channel.
  func deliveries(_ post: String) throws -> [String: [String: Any]] {
    let list = try run("post", "show", post, "--format", "json").object["deliveries"] as? [[String: Any]] ?? []
    return Dictionary(list.compactMap { delivery in (delivery["channel"] as? String).map { ($0, delivery) } }) { $1 }
  }

  struct Unexpected: Error { let words: String }

  /// Files of the council that hold one of its secrets and are not that secret's own.
  func leaks() throws -> [String] {
    let names = ["WORDPRESS_AUTHOR_PASSWORD", "PDS_PASSWORD", "SMTP_PASSWORD"]
    let secrets = try names.map { Data(try Servers.value($0).utf8) } + [Data(Self.token.utf8)]
    let walk = FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)
    var found: [String] = []
    while let file = walk?.nextObject() as? URL {
      guard !["secret", "token", "log"].contains(file.pathExtension), let data = try? Data(contentsOf: file) else {
        continue
      }
      if secrets.contains(where: { data.range(of: $0) != nil }) { found.append(file.lastPathComponent) }
    }
    return found
  }

  // MARK: As a stranger sees them

  /// How many public posts of each place hold a word.
  func sightings(of word: String) async throws -> [String: Int] {
    let site = try WordPressServer()
    let records = try await records()
    return [
      "website": try await site.published(word).count,
      "bluesky": records.filter { $0.contains(word) }.count,
      "mastodon": try await text(of: "http://127.0.0.1:\(mastodon.port)/control/statuses").components(
        separatedBy: word
      ).count - 1,
      "bulletin": try letters().filter { $0.contains(word) }.count,
    ]
  }

  private func records() async throws -> [String] {
    let (url, account) = (try Servers.value("PDS_URL"), try Servers.value("PDS_DID"))
    let list = try await text(
      of: "\(url)/xrpc/com.atproto.repo.listRecords?repo=\(account)&collection=app.bsky.feed.post&limit=100")
    return JSON(parsing: list)?["records"]?.array?.map(\.compactText) ?? []
  }

  /// What the mail server took in, with soft line breaks undone.
  private func letters() throws -> [String] {
    let folder = URL(filePath: try Servers.value("SMTP_MAILDIR")).appending(path: "new")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
      try String(contentsOf: $0, encoding: .utf8).replacing("=\r\n", with: "").replacing("=\n", with: "")
    }.map { letter in
      // The plain and the HTML part say the same; once is enough.
      letter.components(separatedBy: "text/html").first ?? letter
    }
  }

  func text(of url: String) async throws -> String {
    let outcome = await Servers.transport().send(
      WireRequest(method: .get, url: url, headers: [], longestAnswer: 1 << 20, mayStart: { true }),
      timeouts: PhaseTimeouts())
    guard case .response(let response) = outcome else { throw Unexpected(words: "\(outcome)") }
    return String(decoding: response.body, as: UTF8.self)
  }
}
