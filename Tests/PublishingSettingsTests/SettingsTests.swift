import Connectors
import Elections
import Foundation
import Publishing
import PublishingSettings
import TestSupport
import Testing

@Suite struct SettingsTests {
  private static func read(_ text: String) throws(SettingsErrors) -> Settings {
    try SettingsReader.read(text, file: "portcullis.yaml", connectors: AllConnectors.list)
  }

  private static func faults(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  @Test func `every key of the contract is read`() throws {
    let settings = try Self.read(
      """
      authority:
        name: Peterborough City Council
        nation: wales
        time-zone: Europe/London
        areas: [local.peterborough, mayor.cambridgeshire-and-peterborough, parl]
      calendars: elsewhere
      purdah:
        general-election-starts: notice
        scottish-notice: latest
        ends: end-of-polling-day
        extra-non-working-days: [2022-09-12, 2022-09-13]
      sources:
        - file: "outlook.ics"
          summary: "*by-election*"
          treat-as: {kind: local, area: local.peterborough, nation: england}
        - file: "outlook.ics"
          treat-as: ignore
      channels:
        website:
          name: News
          connector: feed
          path: public/news.atom
          areas: [local.peterborough]
          closes-for: [routine, service]
          pace: 6/1h
          late-after: 2h
        hook:
          connector: webhook
          url: https://example.org/hook
          secret-env: HOOK_SECRET
      """)
    #expect(settings.authority.name == "Peterborough City Council")
    #expect(settings.authority.nation == .wales)
    #expect(settings.authority.areas?.map(\.description).first == "local.peterborough")
    #expect(settings.calendars == "elsewhere")
    #expect(settings.purdah.generalElectionStarts == .notice)
    #expect(settings.purdah.scottishNotice == .latest)
    #expect(settings.purdah.ends == .endOfPollingDay)
    #expect(settings.purdah.extraNonWorkingDays == [.day("2022-09-12"), .day("2022-09-13")])
    #expect(settings.sources.count == 2)
    #expect(settings.sources[1].treatment == .ignore)
    let website = try #require(settings.channels.first)
    #expect(website.id == "website" && website.name == "News")
    #expect(website.connector == AnyConnectorSettings(FeedSettings(path: "public/news.atom")))
    #expect(website.closesFor == [.routine, .service])
    #expect(website.pace?.posts == 6 && website.pace?.per == .seconds(3600))
    #expect(website.lateAfter == .seconds(7200))
    #expect(settings.channels[1].areas == settings.authority.areas)
    #expect(settings.channels[1].closesFor == ContentClass.allCases)
    #expect(
      settings.channels[1].connector
        == AnyConnectorSettings(
          WebhookSettings(url: "https://example.org/hook", secret: .environment("HOOK_SECRET"))))
  }

  @Test(arguments: ["", "# nothing yet\n", "authority:\n  name: A\n", "{}"])
  func `what is left out has a default, and one channel stands in`(text: String) throws {
    let settings = try Self.read(text)
    #expect(settings.authority.nation == .england)
    #expect(settings.authority.zone.identifier == "Europe/London")
    #expect(settings.authority.areas == nil)
    #expect(settings.channels.map(\.id) == ["feed"])
    #expect(settings.channels[0].closesFor == ContentClass.allCases)
  }

  @Test(arguments: [
    (
      "calender: x",
      "portcullis.yaml:1: “calender” is no setting that Portcullis knows. Did you mean “calendars”? "
        + "Known here: authority, calendars, purdah, sources, channels, people, policy, anchor, service, store."
    ),
    (
      "authority:\n  nation: englnd",
      "portcullis.yaml:2: “authority.nation” cannot be “englnd”. Did you mean “england”? "
        + "It is one of england, wales, scotland, northern-ireland."
    ),
    (
      "authority:\n  time-zone: Europe/Lodnon",
      "portcullis.yaml:2: “Europe/Lodnon” is no time zone of the IANA database. "
        + "Did you mean “Europe/London”? Write it as Europe/London."
    ),
    (
      "authority: Peterborough",
      "portcullis.yaml:1: “authority” must be a mapping of keys to values, indented below it."
    ),
    ("authority:\n  areas: local.a", "portcullis.yaml:2: “authority.areas” must be a list, such as [a, b]."),
    (
      "authority:\n  areas: [Local.A]",
      "portcullis.yaml:2: “Local.A” in “authority.areas” is no area; write a type (parl, sp, "
        + "senedd, naw, nia, europarl, gla, local, pcc, mayor, ref) and, after a dot, whose it is, such as "
        + "local.peterborough."
    ),
    (
      "authority:\n  areas: []",
      "portcullis.yaml:2: “authority.areas” is empty, so no election would close anything; name an "
        + "area, or leave it out for all."
    ),
    (
      "purdah:\n  extra-non-working-days:\n    - 2022-02-30",
      "portcullis.yaml:3: “2022-02-30” in "
        + "“purdah.extra-non-working-days” is no day; write it as 2027-05-06."
    ),
    (
      "sources:\n  - file: x.ics",
      "portcullis.yaml:2: This rule under “sources” has no treat-as; write {kind: local, area: "
        + "local.peterborough}, or ignore."
    ),
    (
      "sources:\n  - file: x.ics\n    treat-as: drop", "portcullis.yaml:3: “treat-as” is ignore, or {kind: …, area: …}."
    ),
    (
      "sources:\n  - treat-as: ignore",
      "portcullis.yaml:2: This rule under “sources” matches every event; give it a file or a "
        + "summary."
    ),
    (
      "channels:\n  web:\n    path: x",
      "portcullis.yaml:2: The channel “web” has no connector; it is one of feed, webhook, "
        + "wordpress, drupal, bluesky, mastodon, email, command."
    ),
    (
      "channels:\n  web:\n    connector: fed\n    path: x",
      "portcullis.yaml:3: “channels.web.connector” cannot be “fed”. Did you mean “feed”? It is "
        + "one of feed, webhook, wordpress, drupal, bluesky, mastodon, email, command."
    ),
    (
      "channels:\n  web:\n    connector: feed",
      "portcullis.yaml:2: The channel “web” has no path; name the Atom file that it "
        + "writes."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    bundle: y",
      "portcullis.yaml:5: “channels.web.bundle” is no setting that "
        + "Portcullis knows. Known here: name, connector, areas, closes-for, pace, late-after, "
        + "administrator, owner, hand-over, approval, path, url, domain, id."
    ),
    (
      "channels:\n  Web Site:\n    connector: feed\n    path: x",
      "portcullis.yaml:2: “Web Site” cannot name a channel; use "
        + "lower-case letters, digits, - and _, and put what people read into name."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    closes-for: []",
      "portcullis.yaml:5: “channels.web.closes-for” is "
        + "empty, so the channel would never close; name a class, or leave it out for all."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    pace: fast",
      "portcullis.yaml:5: “fast” in “channels.web.pace” is no "
        + "pace; write posts and a length of time, such as 6/1h."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    late-after: 4",
      "portcullis.yaml:5: “4” in "
        + "“channels.web.late-after” is no length of time; write it as 30m, 4h or 2d."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    url: https://example.org/a b",
      "portcullis.yaml:5: The feed's public address: “https://example.org/a b” has a blank in it; "
        + "write %20 where one belongs to it, or take it out."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    domain: Example",
      "portcullis.yaml:5: “Example” in “channels.web.domain” is no domain; write "
        + "the council's own, as example.gov.uk, in lower case."
    ),
    (
      "channels:\n  web:\n    connector: feed\n    path: x\n    id: news",
      "portcullis.yaml:5: “news” in “channels.web.id” is no id of a feed; write it "
        + "as tag:example.gov.uk,2026:news, or leave it out."
    ),
    (
      "channels:\n  hook:\n    connector: webhook\n    url: http://example.org/",
      "portcullis.yaml:4: “channels.hook.url” is plain "
        + "http to another machine; use https, or set allow-insecure: true."
    ),
    (
      "channels: {}",
      "portcullis.yaml:1: “channels” is empty; name a channel, or leave the key out for one that stands in."
    ),
    ("calendars: [a]", "portcullis.yaml:1: “calendars” must be a text."),
  ])
  func `a fault is told with its line and its remedy`(text: String, fault: String) {
    #expect(Self.faults(text) == [fault])
  }

  @Test func `every fault of a file is told at once, in the order of its lines`() {
    let faults = Self.faults(
      "authority:\n  nation: x\n  colour: red\npurdah:\n  ends: never\nchannels:\n  a:\n    connector: feed\n")
    #expect(
      faults.map { $0.prefix(17) } == [
        "portcullis.yaml:2", "portcullis.yaml:3", "portcullis.yaml:5", "portcullis.yaml:7",
      ])
  }

  @Test(arguments: ["a: [", "a: b: c", "\ta: b", "authority:\n  name: A\n  name: B", "- a\n- b", "&a [*a]"])
  func `what is no YAML, or no mapping, is told of and does no harm`(text: String) {
    let faults = Self.faults(text)
    #expect(!faults.isEmpty)
    #expect(faults.allSatisfy { $0.hasPrefix("portcullis.yaml") && $0.hasSuffix(".") })
  }
}
