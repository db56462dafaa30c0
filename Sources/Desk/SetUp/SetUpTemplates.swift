import Publishing

/// The calendar that a new user starts from. The ordinary day of local elections in England is the first Thursday in
/// May (Representation of the People Act 1983, section 37).
enum ExampleCalendar {
  static let text = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portcullis//Example//EN", "BEGIN:VEVENT",
    "UID:local.our-council.2027-05-06", "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270506",
    "SUMMARY:Our council election (an example: correct it\\, and set STATUS:CONFIRMED)", "CATEGORIES:LOCAL,ENGLAND",
    "STATUS:TENTATIVE", "END:VEVENT", "END:VCALENDAR", "",
  ].joined(separator: "\r\n")
}

/// The settings that a new user starts from; a test reads them back.
package enum SettingsTemplate {
  /// For a folder of one's own.
  package static let text = text(places: "", feed: "public/news.atom")

  /// For a machine's service, whose account owns the store.
  package static let ofService = text(
    places: """
      store: sqlite:\(ServicePlaces.store)
      service:
        socket: \(ServicePlaces.socket)
        checkpoints: \(ServicePlaces.checkpoints)   # copy them elsewhere: whoever owns the store could write its log anew
        # listen: 127.0.0.1:8017                 # a status page for everybody, behind your web server
        # contact: web@example.gov.uk            # whom its readers can write to
        # metrics: 127.0.0.1:9817                # for Prometheus


      """, feed: "/var/lib/portcullis-public/news.atom")

  private static func text(places: String, feed: String) -> String {
    """
    # Portcullis: what your authority is, where its calendars lie, and which channels it publishes on.
    # Check after each change: portcullis settings check

    authority:
      name: \(Settings.placeholderName)
      nation: england              # england | wales | scotland | northern-ireland: for polls that do not say
      time-zone: Europe/London
      # Which elections touch you. Without this line every election in your calendars does.
      # areas: [local.our-council, parl, ref]

    \(places)calendars: calendars           # holds elections/ and bank-holidays/, read with all their subfolders

    purdah:
      general-election-starts: dissolution   # or: notice
      scottish-notice: earliest              # the 35th working day; or: latest (the 28th)
      ends: close-of-poll                    # or: end-of-polling-day
      extra-non-working-days: []             # days of mourning or thanksgiving that are no bank holiday

    # For calendars that others made: the first rule that matches an event decides what it is.
    # sources:
    #   - file: "councillors-outlook.ics"    # below elections/
    #     summary: "*by-election*"
    #     treat-as: {kind: local, area: local.our-council}
    #   - file: "councillors-outlook.ics"
    #     treat-as: ignore

    channels:
      website:
        name: News on the website
        connector: feed
        path: \(feed)
        # closes-for: [routine, service]     # default: routine, service, statutory and emergency
        # pace: 6/1h                         # at most six posts an hour; default: no limit
        # late-after: 4h                     # what is later than this waits for a person
        # administrator: login               # with people below: who looks after it, and who answers for it
        # owner: login
        # approval: during-purdah            # or always, never; or {routine: always, service: {when: always, tiers: 2}}
      # Other connectors: webhook, wordpress, drupal, bluesky, mastodon, email, command; see “portcullis connectors”.

    # The approved list. Without it anyone with access may publish.
    # people:
    #   login:
    #     name: Their name
    #     roles: [author]                  # author, approver, director, administrator, auditor
    #     trained-on: 2026-09-01
    # policy:
    #   training-valid-for: 52w
    #   e-communications-officer: login    # must be among each channel's administrators
    #   approval: during-purdah
    #   content-checks: {terms-file: candidates.csv, when: during-purdah}
    #   classes: {emergency: [director]}   # who may use a class

    """
  }
}
