package import Elections

/// A calendar of purdah windows that Outlook, Google and Apple subscribe to.
///
/// One event for each window, and the same bytes as long as nothing changed: no clock and no chance goes
/// into it. Refresh hints are advisory; Google asks every several hours, Outlook every 3 to 24.
package struct PurdahFeed {
  private let windows: [(uid: String, window: PurdahWindow)]
  /// The UIDs of all windows, also of those that are not written.
  private let known: Set<String>
  private let name: String
  private let zone: any ZoneOffsets
  private let changedAt: Instant
  private let previous: [String: PreviousEntry]

  /// What an earlier feed said of one window.
  package struct PreviousEntry: Hashable, Sendable {
    package let starts: Instant
    package let ends: Instant
    package let sequence: Int
    package let summary: String
    package let isCancelled: Bool

    package init(starts: Instant, ends: Instant, sequence: Int, summary: String, isCancelled: Bool) {
      self.starts = starts
      self.ends = ends
      self.sequence = sequence
      self.summary = summary
      self.isCancelled = isCancelled
    }
  }

  /// Of all `windows`, those that `isWritten` lets through. `changedAt`, when the sources last changed, dates
  /// the feed. `previous` is what the feed before it said, by UID: SEQUENCE grows when dates move, and a window
  /// that is no more is called off instead of vanishing.
  package init(
    _ windows: some Sequence<PurdahWindow>,
    where isWritten: (PurdahWindow) -> Bool = { _ in true },
    name: String,
    zone: any ZoneOffsets,
    changedAt: Instant?,
    previous: [String: PreviousEntry] = [:]
  ) {
    let sorted = windows.sorted {
      ($0.starts, $0.ends, $0.source.file, $0.source.line) < ($1.starts, $1.ends, $1.source.file, $1.source.line)
    }
    // Numbered among all windows, so that a shorter feed gives each the same UID.
    var counts: [String: Int] = [:]
    let named = sorted.map { window in
      let stem = Self.uidStem(of: window)
      counts[stem, default: 0] += 1
      let count = counts[stem, default: 1]
      return (uid: "purdah-\(count == 1 ? "" : "\(count)-")\(stem)\(Self.ownSuffix)", window: window)
    }
    known = Set(named.map(\.uid))
    self.windows = named.filter { isWritten($0.window) }
    self.name = name
    self.zone = zone
    self.changedAt = changedAt ?? Instant(secondsSince1970: 0)
    self.previous = previous
  }

  package func bytes() throws(CalendarWriter.Unwritable) -> [UInt8] {
    var writer = CalendarWriter()
    writer.line("BEGIN:VCALENDAR")
    writer.line("VERSION:2.0")
    writer.line("PRODID:-//Portcullis//Purdah windows//EN")  // productLine, which a test compares
    writer.line("CALSCALE:GREGORIAN")
    writer.line("METHOD:PUBLISH")
    writer.text("NAME", name)
    writer.text("X-WR-CALNAME", name)
    writer.line("REFRESH-INTERVAL;VALUE=DURATION:PT12H")
    writer.line("X-PUBLISHED-TTL:PT12H")
    for (uid, window) in windows { try write(window, uid: uid, to: &writer) }
    for (uid, entry) in previous.sorted(by: { $0.key < $1.key }) where !known.contains(uid) {
      try writeWithdrawn(entry, uid: uid, to: &writer)
    }
    writer.line("END:VCALENDAR")
    return writer.bytes
  }

  private static let ownSuffix = "@portcullis"
  private static let areaMark: Character = "~"
  private static let everyArea = "all"

  /// What every feed of ours holds, by which its file is known.
  package static let productLine = "PRODID:-//Portcullis//Purdah windows//EN"

  /// Whether a UID was made by a feed of ours.
  package static func isOwn(_ uid: String) -> Bool { uid.hasSuffix(ownSuffix) }

  /// The area that a UID of ours carries; nil where it touches every area, or is none of ours.
  package static func area(inUID uid: String) -> Area? {
    guard isOwn(uid), let mark = uid.lastIndex(of: areaMark) else { return nil }
    let text = uid[uid.index(after: mark)...].dropLast(ownSuffix.count)
    return text == everyArea ? nil : Area(text)
  }

  /// From election, rule, source and area, never from the window's dates; the area stands at its end, for a
  /// reader that closes channels by it.
  private static func uidStem(of window: PurdahWindow) -> String {
    let name = window.election.map(\.description) ?? tokenText(window.source.uid)
    return "\(window.rule)-\(name)\(areaMark)\(window.area?.description ?? everyArea)"
  }

  /// What may stand in a UID; other bytes are written as `%XX`.
  private static func tokenText(_ text: String) -> String {
    var token = ""
    for byte in text.utf8.prefix(200) {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      let hex = String(byte, radix: 16, uppercase: true)
      token += isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count < 2 ? "0" + hex : hex)
    }
    return token
  }

  private func write(_ window: PurdahWindow, uid: String, to writer: inout CalendarWriter) throws(CalendarWriter
    .Unwritable)
  {
    let before = previous[uid]
    let moved = before.map { $0.starts != window.starts || $0.ends != window.ends || $0.isCancelled } ?? false
    try begin(uid, sequence: (before?.sequence ?? 0) + (moved ? 1 : 0), to: &writer)
    writeSpan(window.starts, window.ends, to: &writer)
    writer.text("SUMMARY", "Purdah: \(window.summary)")
    writer.text("DESCRIPTION", description(of: window))
    writer.line("CATEGORIES:PURDAH")
    writer.line("STATUS:CONFIRMED")
    end(&writer)
  }

  private func writeWithdrawn(_ entry: PreviousEntry, uid: String, to writer: inout CalendarWriter)
    throws(CalendarWriter.Unwritable)
  {
    try begin(uid, sequence: entry.sequence + (entry.isCancelled ? 0 : 1), to: &writer)
    writeSpan(entry.starts, entry.ends, to: &writer)
    writer.text("SUMMARY", entry.summary)
    writer.line("CATEGORIES:PURDAH")
    writer.line("STATUS:CANCELLED")
    end(&writer)
  }

  private func begin(_ uid: String, sequence: Int, to writer: inout CalendarWriter) throws(CalendarWriter.Unwritable) {
    writer.line("BEGIN:VEVENT")
    try writer.token("UID", uid)
    writer.utc("DTSTAMP", changedAt)
    writer.utc("LAST-MODIFIED", changedAt)
    writer.number("SEQUENCE", sequence)
  }

  /// It informs and books nobody.
  private func end(_ writer: inout CalendarWriter) {
    writer.line("TRANSP:TRANSPARENT")
    writer.line("X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    writer.line("END:VEVENT")
  }

  /// Whole local days as dates with an exclusive end; anything else in UTC.
  private func writeSpan(_ starts: Instant, _ ends: Instant, to writer: inout CalendarWriter) {
    let (first, past) = (zone.date(at: starts), zone.date(at: ends))
    if zone.startOfDay(first) == starts, zone.startOfDay(past) == ends {
      writer.date("DTSTART", first)
      writer.date("DTEND", past)
    } else {
      writer.utc("DTSTART", starts)
      writer.utc("DTEND", ends)
    }
  }

  private func description(of window: PurdahWindow) -> String {
    var lines: [String] = []
    if let election = window.election { lines.append("Election: \(election)") }
    if let kind = window.kind { lines.append("Kind: \(kind.name)" + (window.nation.map { ", \($0.name)" } ?? "")) }
    if let day = window.pollingDay { lines.append("Polling day: \(day)") }
    lines.append("Start: \(window.basis.rawValue)\(window.isEstimate ? ", an estimate" : "")")
    lines.append("Law: \(window.citation)")
    lines.append("Source: \(window.source.file):\(window.source.line)")
    return lines.joined(separator: "\n")
  }
}
