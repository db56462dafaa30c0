import ElectionCalendar
import TestSupport
import Testing

/// P7 to P11: values.
@Suite struct ValueTests {
  @Test(arguments: [
    "20250230", "20251345", "2025-01-01", "20250101T250000Z", "20250101T240000", "20250101T236000", "20250101T235960",
    "2025-01-01T00:00:00Z", "20250101T000000+0100", "15991231", "22000101", "2025010", "202501011", "", "soon",
    "20250101t000000", "20250101T000000z", " ", "20250101T",
  ])
  func `P7: what is no date or time that exists makes its event unreadable`(value: String) {
    let file = CalendarText.read(CalendarText.event("v@x", "DTSTART:\(value)"))
    #expect(file.events.isEmpty)
    #expect(file.errors.map(\.line) == [7])
    #expect(file.errors.map(\.uid) == ["v@x"])
  }

  @Test(arguments: [
    ("SEQUENCE:abc", false), ("SEQUENCE:", false), ("SEQUENCE:-1", false), ("SEQUENCE:1655990400", true),
    ("SEQUENCE:2147483647", true), ("SEQUENCE:2302221158", true), ("SEQUENCE:+1", true),
    ("SEQUENCE:123456789", true), ("SEQUENCE:0", true), ("DURATION:PT", false), ("DURATION:P", false),
    ("DURATION:P1WT1H", false), ("DURATION:1D", false), ("DURATION:P1H", false), ("DURATION:PT1D", false),
    ("DURATION:P1D2D", false), ("DURATION:-P1D", false), ("DURATION:+P1D", true), ("DURATION:P2W", true),
    ("DURATION:P1DT24H", true), ("DURATION:P1DT1H", false), ("DTEND;VALUE=DATE:20260506", false),
    ("DTEND:20260508T000000Z", false), ("EXRULE:FREQ=DAILY", false),
    ("RECURRENCE-ID;RANGE=THISANDPRIOR:20260507", false),
  ])
  func `P7: a value that decides something is right, or its event is unreadable`(line: String, isRead: Bool) {
    let file = CalendarText.read(CalendarText.event("v@x", "DTSTART;VALUE=DATE:20260507", line))
    #expect(file.errors.isEmpty == isRead, "\(file.errors)")
    #expect(file.events.count == (isRead ? 1 : 0))
    if !isRead { #expect(file.errors.map(\.line) == [8]) }
  }

  @Test func `P8: the value's own form decides, with a warning when VALUE contradicts it`() {
    let file = CalendarText.read(
      CalendarText.event("time@x", "DTSTART;VALUE=DATE:20260507T070000")
        + CalendarText.event("date@x", "DTSTART;VALUE=DATE-TIME:20260507")
        + CalendarText.event("bare@x", "DTSTART:20260507"))
    #expect(file.occurrences() == ["bare@x 2026-05-07", "date@x 2026-05-07", "time@x 2026-05-07T07:00:00"])
    #expect(file.warnings.map(\.uid) == ["time@x", "date@x"])
  }

  @Test func `P9: unknown properties and components are passed over, errors in what is read are real`() {
    let unknown = [
      "LINK;VALUE=URI:https://x.example", "CONCEPT:x", "STRUCTURED-DATA;VALUE=TEXT:x", "X-Y;Z=1:2", "RRULER:x",
    ]
    let file = CalendarText.read(
      ["BEGIN:VAVAILABILITY", "DTSTART:rubbish", "END:VAVAILABILITY", "BEGIN:X-OWN", "END:X-OWN"]
        + ["BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20260507"] + unknown + ["END:VEVENT"])
    #expect(file.problems.isEmpty)
    #expect(file.events.count == 1)
  }

  @Test(arguments: [
    "UID:other", "DTSTART;VALUE=DATE:20270507", "DTEND;VALUE=DATE:20260509", "RRULE:FREQ=MONTHLY;COUNT=2",
    "SEQUENCE:2", "STATUS:CANCELLED", "RECURRENCE-ID;VALUE=DATE:20260508",
  ])
  func `P10: a second value of what may stand once is unreadable, at the second`(line: String) {
    let first = [
      "UID": "UID:twice@x", "DTSTART": "DTSTART;VALUE=DATE:20260507", "DTEND": "DTEND;VALUE=DATE:20260508",
      "RRULE": "RRULE:FREQ=YEARLY;COUNT=2", "SEQUENCE": "SEQUENCE:1", "STATUS": "STATUS:CONFIRMED",
      "RECURRENCE-ID": "RECURRENCE-ID;VALUE=DATE:20260507",
    ]
    let lines = ["BEGIN:VEVENT"] + first.sorted { $0.key < $1.key }.map(\.value) + [line, "END:VEVENT"]
    let file = CalendarText.read(lines)
    #expect(file.events.isEmpty)
    #expect(file.errors.map(\.line) == [12])
    #expect(file.errors.map(\.uid) == ["twice@x"])
  }

  @Test func `P10: other repeats count once, with a warning, and empty rules and dates are absent`() {
    let file = CalendarText.read(
      CalendarText.event(
        "u@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY:First", "SUMMARY:Second", "RRULE:", "RDATE:", "EXDATE:"))
    #expect(file.errors.isEmpty)
    #expect(file.events.first?.summary == "First")
    #expect(file.warnings.map(\.line) == [9])
    #expect(file.occurrences() == ["u@x 2026-05-07"])
  }

  @Test func `P10: without a DTSTART an event is unreadable, at its BEGIN`() {
    let file = CalendarText.read(CalendarText.event("none@x", "SUMMARY:No start"))
    #expect(file.errors.map(\.line) == [4])
  }

  @Test func `P11: a value starts after the first colon outside quotes, whatever stands in parameters`() {
    let file = CalendarText.read(
      CalendarText.event(
        "u@x", "DTSTART;X-A=\"a:b;c,d\";TZID=\"Europe/London\";X-B=back\\slash:20260507T070000",
        "SUMMARY;X-Q=\"a\",b;LANGUAGE=cy:Pôl: un\\, dau\\;\\\\ \\n tri "))
    #expect(file.problems.isEmpty)
    #expect(file.events.first?.summary == "Pôl: un, dau;\\ \n tri")
    #expect(file.occurrences() == ["u@x 2026-05-07T07:00:00"])
  }

  @Test func `P11: RFC 6868's escapes are decoded in a TZID`() {
    let zone = [
      "BEGIN:VTIMEZONE", "TZID:Town ^\"Hall\"", "BEGIN:STANDARD", "DTSTART:19700101T000000",
      "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE",
    ]
    let file = CalendarText.read(
      zone + CalendarText.event("u@x", "DTSTART;TZID=\"Town ^^^'Hall^'\":20260507T070000"))
    #expect(file.occurrences() == ["u@x 2026-05-07T05:00:00"])
  }

  @Test(arguments: ["CATEGORIES:C", "RELATED-TO:R"])
  func `P3: a list that goes on over many lines loses no value in silence`(line: String) {
    func errors(_ count: Int) -> [Int] {
      let lines = (0..<count).map { "\(line)\($0)" }
      return CalendarText.read(
        ["BEGIN:VEVENT", "UID:m@x", "DTSTART;VALUE=DATE:20260507"] + lines + ["END:VEVENT"]
      ).errors.map(\.line)
    }
    #expect(errors(500).isEmpty)
    #expect(errors(502) == [7 + 500])
  }

  @Test func `an event without UID stands alone, and an unknown STATUS cancels nothing`() {
    let bare = ["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260507", "STATUS:canceled", "END:VEVENT"]
    let file = CalendarText.read(bare + bare)
    #expect(file.occurrences() == [" 2026-05-07", " 2026-05-07"])
    #expect(file.events.map(\.status) == ["CANCELED", "CANCELED"])
    #expect(file.warnings.count == 2)
  }

  @Test func `METHOD:CANCEL cancels every event of its calendar, wherever it stands`() {
    let event = CalendarText.event("u@x", "DTSTART;VALUE=DATE:20260507", "STATUS:CONFIRMED")
    for lines in [["METHOD:CANCEL"] + event, event + ["METHOD:Cancel"]] {
      #expect(CalendarText.read(lines).events.map(\.status) == ["CANCELLED"])
    }
    #expect(CalendarText.read(["METHOD:REQUEST"] + event).events.map(\.status) == ["CONFIRMED"])
  }

  @Test func `problems name what is wrong and the remedy, and let no control character through`() {
    let file = CalendarText.read(CalendarText.event("u\u{1B}[31m@x", "DTSTART:so\u{7}on"))
    #expect(
      file.errors.map(\.description) == [
        "test.ics:7: error: The event is not read: its DTSTART “so⟨U+0007⟩on” is no date or time that exists; write "
          + "YYYYMMDD or YYYYMMDDTHHMMSS, in the years 1600 to 2199. (UID u⟨U+001B⟩[31m@x)"
      ])
  }
}
