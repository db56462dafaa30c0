import Desk
import Foundation
import TestSupport
import Testing
import Texts
@testable import Commands
import Desk

/// Freedom of Information packs, made by the built program.
@Suite struct EvidenceTests {
  /// Reads a pack without Portcullis: every file by its SHA-256, and the chain of the log worked out again.
  private static let reader = """
    import csv, datetime, hashlib, hmac, html.parser, io, json, struct, sys, zipfile
    pack = zipfile.ZipFile(sys.argv[1])
    assert pack.testzip() is None
    manifest = json.loads(pack.read('manifest.json'))
    for file in manifest['files']:
        content = pack.read(file['path'])
        assert hashlib.sha256(content).hexdigest() == file['sha256'] and len(content) == file['bytes'], file
    assert sorted(pack.namelist()) == sorted([file['path'] for file in manifest['files']] + ['manifest.json', 'SHA256SUMS', 'SHA256SUMS.sig'])
    text = lambda t: struct.pack('>q', len(t.encode())) + t.encode()
    compact = lambda v: '' if v in (None, []) else json.dumps(v, separators=(',', ':'), ensure_ascii=False)
    previous, worked_out, proved = None, 0, 0
    entries = json.loads(pack.read('audit.json'))
    for e in entries:
        assert previous in (None, e['previous'])
        previous = e['hash']
        if e['causes'] is None: continue
        covered = e.get('sealed', e['detail'])
        for name, part in (covered or {}).items() if 'key' in e else []:
            if not isinstance(part, dict) or list(part) != ['hmac-sha256']:
                assert part == e['detail'][name], e
                continue
            digest = hmac.new(bytes.fromhex(e['key']), compact(e['detail'][name]).encode(), 'sha256').hexdigest()
            assert digest == part['hmac-sha256'], e
            proved += 1
        at = round(datetime.datetime.fromisoformat(e['at']).timestamp() * 1000)
        content = bytes.fromhex(e['previous']) + struct.pack('>qq', e['id'], at) + text(e['actor']) + text(e['event'])
        content += struct.pack('>q', int(e['post'] or -1)) + text(e['channel'] or '')
        content += struct.pack('>q', e['revision'] or -1) + text(compact(e['causes'])) + text(compact(covered))
        assert hashlib.sha256(content).hexdigest() == e['hash'], e
        worked_out += 1
    class Page(html.parser.HTMLParser):
        open, ids, links, tags, headings = [], set(), set(), set(), 0
        def handle_starttag(self, tag, attributes):
            self.tags.add(tag)
            attributes = dict(attributes)
            if 'id' in attributes: self.ids.add(attributes['id'])
            if attributes.get('href', '').startswith('#'): self.links.add(attributes['href'][1:])
            if tag == 'th': assert attributes['scope'] in ('col', 'row')
            if tag not in ('meta',): self.open.append(tag)
        def handle_endtag(self, tag): assert self.open.pop() == tag, tag
    page = Page()
    page.feed(pack.read('index.html').decode())
    assert page.open == [] and page.links <= page.ids, page.links - page.ids
    assert not page.tags & {'script', 'img', 'link', 'iframe', 'b'}, page.tags
    rows = list(csv.DictReader(io.StringIO(pack.read('posts.csv').decode(), newline='')))
    assert all(len(row) == 27 and None not in row for row in rows)
    print(json.dumps({'entries': len(entries), 'worked_out': worked_out, 'proved': proved, 'first': manifest['first_entry'],
        'last': manifest['last_entry'], 'titles': [row['title'] for row in rows], 'rows': len(rows),
        'head': manifest['store']['hash'], 'last_hash': previous, 'dates': sorted({i.date_time for i in pack.infolist()}).__len__(),
        'modes': sorted({i.external_attr >> 16 for i in pack.infolist()})}))
    """

  private func read(_ path: String) throws -> [String: Any] {
    let output = try PythonServer.output(of: PythonServer.python(), ["-c", Self.reader, path])
    return try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
  }

  @Test func `G-44: a pack tells what was published, held, rejected, cancelled and overridden, and can be checked`()
    async throws
  {
    let evidence = try EvidenceCouncil()
    let story = try await evidence.tell()
    let made = try evidence.pack()
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.object["posts"] as? Int == 5)
    for (outcome, count) in [
      "published": 2, "held": 3, "rejected": 1, "cancelled": 1, "overridden": 1, "failed": 0,
    ] { #expect((made.object[outcome] as? Int ?? -1) >= count, "\(outcome): \(made.output)") }

    let read = try read(evidence.path("pack.zip"))
    #expect(read["entries"] as? Int == read["worked_out"] as? Int && read["first"] as? Int == 1)
    #expect((read["proved"] as? Int ?? 0) >= 3)
    #expect(read["head"] as? String == read["last_hash"] as? String)
    #expect(read["dates"] as? Int == 1 && read["modes"] as? [Int] == [0o100600])
    #expect((read["titles"] as? [String])?.first == "'=1+1")
    #expect(read["rows"] as? Int == 6)

    let posts = try evidence.json("posts.json")
    func post(_ id: String) -> [String: Any] { posts.first { $0["post"] as? String == id } ?? [:] }
    func delivery(_ id: String) -> [String: Any] { (post(id)["deliveries"] as? [[String: Any]])?.first ?? [:] }
    #expect(post(story.published)["outcomes"] as? [String] == ["published"])
    #expect(delivery(story.published)["confirmed"] is String && delivery(story.published)["remote_id"] is String)
    #expect(post(story.held)["outcomes"] as? [String] == ["held"])
    let hold = (delivery(story.held)["holds"] as? [[String: Any]])?.first
    // From the moment at which it was queued, though the gate only looked later; and it holds still.
    #expect(hold?["from"] as? String == post(story.held)["created_at"] as? String && hold?["to"] is NSNull)
    #expect((delivery(story.held)["holds"] as? [Any])?.count == 1)
    let cause = hold?["cause"] as? [String: Any]
    #expect(cause?["election"] as? String == EvidenceCouncil.election && cause?["citation"] is String)
    #expect((post(story.cancelled)["outcomes"] as? [String])?.contains("cancelled") == true)
    #expect((post(story.rejected)["outcomes"] as? [String])?.contains("rejected") == true)
    let rejection = (post(story.rejected)["approvals"] as? [[String: Any]])?.first
    #expect(rejection?["by"] as? String == "head" && rejection?["approves"] as? Bool == false)
    #expect((post(story.overridden)["outcomes"] as? [String])?.contains("overridden") == true)
    let override = (post(story.overridden)["overrides"] as? [[String: Any]])?.first
    #expect(override?["decider"] as? String == "boss" && override?["state"] as? String == "used")

    let page = try evidence.file("index.html")
    #expect(page.contains("&lt;b&gt;collected&lt;/b&gt; &amp; emptied") && page.contains("by rule"))
    let revisions = try evidence.json("revisions.json")
    #expect(revisions.compactMap { $0["revision"] as? Int } == [1, 2])
    for file in revisions.flatMap({ $0["files"] as? [[String: Any]] ?? [] }) {
      let hash = try #require(file["sha256"] as? String)
      #expect(try ContentHash(of: evidence.file("calendars/\(hash)").utf8).hex == hash)
    }
    #expect(try evidence.verify().status == 0)
  }

  @Test func `a pack is its owner's alone, and never takes the place of a file`() throws {
    let evidence = try EvidenceCouncil()
    try evidence.council.folder.write("there.zip", "mine")
    let refused = try evidence.pack("there.zip")
    #expect(refused.status == 73 && refused.errors.contains("exists already"))
    #expect(try Data(contentsOf: evidence.council.folder.url.appending(path: "there.zip")) == Data("mine".utf8))
    #expect(try evidence.pack().status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: evidence.path("pack.zip"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try evidence.pack("missing/pack.zip").status == 73)
    let left = try FileManager.default.contentsOfDirectory(atPath: evidence.council.folder.url.path)
    #expect(!left.contains { $0.hasPrefix(".") }, "\(left)")
    #expect(
      try evidence.council.run("audit", "pack", "--from", "2027-01-02", "--to", "2027-01-01", "x.zip").status == 64)
  }

  @Test func `G-44: channel, election and words narrow a pack; a wait belongs to the range that it lasted through`()
    async throws
  {
    let evidence = try EvidenceCouncil()
    let story = try await evidence.tell()
    func posts(_ name: String, _ more: [String]) throws -> [String] {
      let made = try Program.run(
        ["audit", "pack", "--from", EvidenceCouncil.day(-1), "--to", EvidenceCouncil.day(2), name] + more,
        in: evidence.council.folder.url, environment: evidence.council.environment)
      #expect(made.status == 0, "\(made.errors)")
      return try evidence.json("posts.json", of: name).compactMap { $0["post"] as? String }
    }
    #expect(try posts("a.zip", ["--channel", "intranet"]) == [story.held])
    #expect(try posts("b.zip", ["--text", "NAIVE"]) == [story.held])
    let named = try posts("c.zip", ["--election", EvidenceCouncil.election])
    #expect(named == [story.held, story.cancelled, story.rejected, story.overridden])
    #expect(try posts("d.zip", ["--election", "local.elsewhere.2027-05-06"]).isEmpty)
    #expect(try evidence.verify("d.zip").status == 0)
    #expect(try evidence.pack("e.zip", "--channel", "webiste").status == 64)
    #expect(try evidence.pack("f.zip", "--election", "next").status == 64)

    // Nothing was written after this moment, but two things wait on.
    let now = Date().addingTimeInterval(1).formatted(.iso8601)
    let later = try evidence.council.run(
      "audit", "pack", "--from", now, "--to", EvidenceCouncil.day(3), "g.zip", "--format", "json")
    #expect(later.object["posts"] as? Int == 1 && later.object["entries"] as? Int == 0, "\(later.output)")
    #expect(try evidence.json("posts.json", of: "g.zip").first?["post"] as? String == story.held)
    #expect(try evidence.verify("g.zip").status == 0)
  }

  @Test func `G-44: what went out under an earlier wording is in the pack as it went out`() throws {
    let evidence = try EvidenceCouncil()
    let post = try evidence.council.add("As it went out", on: "website,intranet")
    try evidence.succeed("pause", "intranet", "--reason", "Wait")
    try evidence.succeed("gate", "run", "--once")
    try evidence.succeed("post", "edit", post, "--text", "As it is now")
    #expect(try evidence.pack().status == 0)
    let csv = try evidence.file("posts.csv")
    #expect(csv.contains("website,published") && csv.contains("As it went out") && csv.contains("As it is now"))
    let found = try evidence.json("posts.json").first
    #expect(found?["text"] as? String == "As it is now")
    #expect((found?["earlier"] as? [[String: Any]])?.first?["text"] as? String == "As it went out")
    // The pause is a hold like any other.
    let intranet = (found?["deliveries"] as? [[String: Any]])?.last
    let cause = ((intranet?["holds"] as? [[String: Any]])?.first)?["cause"] as? [String: Any]
    #expect(cause?["type"] as? String == "paused")
  }

  @Test func `redacted terms are nowhere in a pack, and its chain still holds`() async throws {
    let evidence = try EvidenceCouncil(policy: "  redactions: [Zoe Smith]")
    _ = try await evidence.tell()
    try evidence.council.folder.write("names.txt", "head\n\nNAÏVE\n")
    let made = try evidence.pack("pack.zip", "--redact", "names.txt")
    #expect(made.status == 0, "\(made.errors)")
    let redactions = made.object["redactions"] as? [String: Any]
    #expect((redactions?["applied"] as? Int ?? 0) >= 3 && (redactions?["entries"] as? Int ?? 0) >= 2)
    // The settings say what is to be hidden, in both revisions.
    #expect(redactions?["files"] as? Int == 1)
    let zip = try ZipReader(evidence.path("pack.zip"))
    for entry in zip.entries {
      let text = String(decoding: try zip.bytes(of: entry, atMost: 1 << 24), as: UTF8.self)
        .folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      for term in ["zoe smith", "naive", "\"head\"", ">head<"] {
        #expect(!text.contains(term), "\(entry.name) holds \(term)")
      }
    }
    #expect(try evidence.file("posts.json").contains("\(Redactor.mark) bins are"))
    let entries = try evidence.json("audit.json")
    let hidden = entries.filter { $0["redacted"] as? Bool == true }
    #expect(hidden.contains { $0["event"] as? String == "rejected" && $0["actor"] is NSNull })
    // What somebody wrote is hidden alone: the rest of the entry is there, and its hash can be worked out still.
    let cancelled = try #require(hidden.first { $0["event"] as? String == "cancelled" })
    let detail = cancelled["detail"] as? [String: Any]
    #expect((detail?["reason"] as? [String: String])?.keys.sorted() == ["hmac-sha256"])
    #expect(detail?["was"] as? String == "queued" && cancelled["key"] == nil && cancelled["sealed"] == nil)
    #expect(hidden.allSatisfy { $0["hash"] is String && $0["previous"] is String })
    _ = try read(evidence.path("pack.zip"))
    #expect(try evidence.verify().status == 0)
    try evidence.council.folder.write("none.txt", "***\n")
    #expect(try evidence.pack("other.zip", "--redact", "none.txt").errors.contains("none.txt:1:"))
  }
}
