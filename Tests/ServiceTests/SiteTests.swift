import Foundation
import TestSupport
import Testing

/// What anybody is told over the network, by the gate that ships.
@Suite struct SiteTests {
  @Test func `W-01: page, twin, API, command and calendar say the same for the same instant`() throws {
    let site = try Site()
    // Instants around every boundary of two windows, and others at random.
    var generator = SeededGenerator(seed: 20_261_201)
    let boundaries = ["2027-03-25T00:00:00Z", "2027-05-06T21:00:00Z", "2027-06-01T10:00:00Z", "2027-06-02T10:00:00Z"]
      .compactMap { try? Date($0, strategy: .iso8601) }
    var instants = boundaries.flatMap { [$0.addingTimeInterval(-1), $0, $0.addingTimeInterval(1)] }
    for _ in 0..<40 {
      instants.append(
        Date(timeIntervalSince1970: 1_800_000_000 + Double.random(in: 0..<1.2e7, using: &generator).rounded()))
    }
    let times = instants.map { $0.formatted(.iso8601) }
    let answers = try site.get(
      times.flatMap {
        [
          "/why/website.json?at=\($0)", "/api/v1/why/website?at=\($0)", "/why/website?at=\($0)",
          "/status.json?at=\($0)",
        ]
      })
    let calendar = try #require(try site.get(["/purdah.ics"])["/purdah.ics"]).body
    let feed = try Self.windows(in: calendar)
    var closed = 0
    for (index, time) in times.enumerated() {
      let twin = try #require(answers["/why/website.json?at=\(time)"])
      #expect(twin.status == 200 && twin.body == answers["/api/v1/why/website?at=\(time)"]?.body)
      let answer = try #require(try JSONSerialization.jsonObject(with: Data(twin.body.utf8)) as? [String: Any])
      let state = try #require(answer["state"] as? String)
      let all =
        try JSONSerialization.jsonObject(with: Data(answers["/status.json?at=\(time)"]?.body.utf8 ?? "".utf8))
        as? [String: Any]
      let channel = (all?["channels"] as? [[String: Any]])?.first { $0["channel"] as? String == "website" }
      #expect(channel?["state"] as? String == state, "\(time)")
      let page = try #require(answers["/why/website?at=\(time)"]).body
      #expect(
        page.contains(state == "closed" ? "■" : "○") && !page.contains(state == "closed" ? "○" : "■"),
        "\(time): \(state)")
      #expect(feed.contains { $0.contains(instants[index]) } == (state == "closed"), "\(time): \(state)")
      closed += state == "closed" ? 1 : 0
    }
    #expect(closed > 5 && closed < times.count)
    for time in times.prefix(12) {
      let command = try site.run("why", "website", "--at", time, "--format", "json")
      let twin =
        try JSONSerialization.jsonObject(with: Data(answers["/why/website.json?at=\(time)"]?.body.utf8 ?? "".utf8))
        as? [String: Any]
      for key in ["at", "state", "since", "until", "causes", "next", "counted"] {
        #expect(Self.text(command.object[key]) == Self.text(twin?[key]), "\(time) \(key)")
      }
    }
  }

  @Test func `W-03: nobody over the network sees a post, or changes anything`() throws {
    let site = try Site()
    _ = try site.run("post", "add", "website", "--at", "2027-04-01T09:00", "--text", "Secret until then")
    _ = try site.run("pause", "website", "--reason", "Nobody shall know why")
    let before = try site.run("audit", "list", "--format", "json").output
    let addresses = [
      "/", "/why/website", "/upcoming", "/status.json", "/upcoming.json", "/why/website.json", "/api/v1/status",
      "/api/v1/upcoming",
      "/api/v1/posts", "/api/v1/posts/1", "/api/v1/audit", "/api/v1/people", "/desk/1/ListPosts", "/metrics",
    ]
    for method in ["GET", "POST", "PUT", "DELETE"] {
      for (address, answer) in try site.get(addresses, method: method) {
        #expect(!answer.body.contains("Secret"), "\(method) \(address)")
        #expect(
          !answer.body.contains(site.folder.url.lastPathComponent), "\(method) \(address) tells where its files lie")
        if method != "GET" || address.contains("posts") || address.contains("people") {
          #expect([401, 404].contains(answer.status), "\(method) \(address)")
        }
      }
    }
    #expect(try site.run("audit", "list", "--format", "json").output == before)
  }

  @Test
  func `pages are served whole, in both languages, with their own styles, and no more than once to whoever has them`()
    throws
  {
    let site = try Site()
    let pages = try site.get([
      "/", "/?lang=cy", "/why/website", "/why/websit", "/upcoming", "/accessibility", "/nowhere", "/healthz", "/readyz",
    ])
    #expect(pages["/"]?.status == 200 && pages["/"]?.body.contains("lang=\"en-GB\"") == true)
    #expect(pages["/?lang=cy"]?.body.contains("lang=\"cy\"") == true)
    #expect(pages["/why/websit"]?.status == 404 && pages["/why/websit"]?.body.contains("/why/website") == true)
    #expect(pages["/nowhere"]?.status == 404)
    #expect(pages["/healthz"]?.status == 200 && pages["/readyz"]?.status == 200)
    let policy = pages["/"]?.headers["content-security-policy"] ?? ""
    #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    let page = try #require(pages["/"]?.body)
    let assets = page.split(separator: "\"").filter { $0.hasPrefix("/assets/") }.map(String.init)
    #expect(assets.count == 2)
    for (address, asset) in try site.get(assets) { #expect(asset.status == 200 && !asset.body.isEmpty, "\(address)") }
    let tag = try #require(pages["/accessibility"]?.headers["etag"])
    #expect(try site.get(["/accessibility"], headers: ["If-None-Match": tag])["/accessibility"]?.status == 304)
  }

  /// With its keys in one order, whatever order a dictionary has them in.
  private static func text(_ value: Any?) -> String {
    let data = try? JSONSerialization.data(withJSONObject: [value ?? NSNull()], options: .sortedKeys)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "none"
  }

  private static func windows(in calendar: String) throws -> [Range<Date>] {
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
    func dates(_ name: String) throws -> [Date] {
      try calendar.split(separator: "\r\n").filter { $0.hasPrefix(name + ":") }.map {
        try Date(String($0.dropFirst(name.count + 1)), strategy: style)
      }
    }
    return zip(try dates("DTSTART"), try dates("DTEND")).map { $0..<$1 }
  }
}

/// A council whose gate serves the page, at a port of its own.
private final class Site: Sendable {
  let folder: Program.Folder
  private let gate: RunningGate
  private let address: String

  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: String
  }

  init() throws {
    folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write(
      "portcullis.yaml",
      """
      authority: {name: A council, areas: [local.our-council]}
      calendars: calendars
      store: sqlite:state/store.sqlite
      service: {listen: "127.0.0.1:0"}
      channels:
        website: {name: News, connector: feed, path: public/news.atom}

      """)
    try folder.write(
      "calendars/elections/ours.ics",
      [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", "BEGIN:VEVENT", "UID:a",
        "DTSTAMP:20260101T000000Z",
        "DTSTART:20270325T000000Z", "DTEND:20270506T210000Z", "SUMMARY:By hand", "CATEGORIES:PURDAH", "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:b", "DTSTAMP:20260101T000000Z", "DTSTART:20270601T100000Z", "DTEND:20270602T100000Z",
        "SUMMARY:By hand again",
        "CATEGORIES:PURDAH", "END:VEVENT", "END:VCALENDAR", "",
      ].joined(separator: "\r\n"))
    let adopted = try Program.run("adopt", in: folder.url)
    guard adopted.status == 0 else { throw ServiceCouncil.Unexpected(words: adopted.errors) }
    let log = folder.url.appending(path: "gate.log")
    try Data().write(to: log)
    gate = try RunningGate(
      ChildProcess(
        Program.path, ["gate", "run"], in: folder.url, environment: ["PATH": "/usr/bin:/bin"], output: .nothing,
        errors: .file(FileHandle(forWritingTo: log))))
    for _ in 0..<300 {
      let text = try String(contentsOf: log, encoding: .utf8)
      if let found = text.firstRange(of: "http://127.0.0.1:") {
        address = "http://127.0.0.1:" + text[found.upperBound...].prefix { $0.isNumber }
        return
      }
      usleep(50_000)
    }
    throw ServiceCouncil.Unexpected(words: "the page is not served: \(try String(contentsOf: log, encoding: .utf8))")
  }

  func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder.url, environment: [:])
  }

  /// Asks for several addresses, one after the other.
  func get(_ paths: [String], method: String = "GET", headers: [String: String] = [:]) throws -> [String: Answer] {
    let script = """
      import json, sys, urllib.request
      base, method, headers = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
      found = {}
      for path in sys.argv[4:]:
          request = urllib.request.Request(base + path, method=method, headers=headers)
          try: answer = urllib.request.urlopen(request, timeout=30)
          except urllib.error.HTTPError as error: answer = error
          found[path] = [answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()]
      print(json.dumps(found))
      """
    let sent = String(decoding: try JSONSerialization.data(withJSONObject: headers), as: UTF8.self)
    let output = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"), ["python3", "-c", script, address, method, sent] + paths)
    let found = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: [Any]] ?? [:]
    return found.compactMapValues { parts in
      guard parts.count == 3, let status = parts[0] as? Int, let headers = parts[1] as? [String: String],
        let body = parts[2] as? String
      else { return nil }
      return Answer(status: status, headers: headers, body: body)
    }
  }
}
