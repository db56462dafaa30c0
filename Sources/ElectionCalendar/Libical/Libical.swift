import CLibical
import Elections
import Glibc
import Synchronization

/// Every call into libical stands in this file.
///
/// One lock guards them all: libical's error states, unknown-token setting and zone table are global and
/// unlocked. The first use sets them up under that lock, and only Sendable values leave.
enum Libical {
  private static let lock = Mutex(Session())

  /// What a VEVENT's own lines gave, copied out of libical's memory.
  struct EventText {
    var summary: String?
    var start: Reading?
    var end: Reading?
  }

  /// A date or date-time as libical read it, without a zone.
  struct Reading: Equatable {
    var civil: CivilDateTime
    var isDate: Bool
  }

  /// What the lock guards: libical set up, and one parser that is used for event after event.
  @safe private struct Session: ~Copyable {
    private var parser: OpaquePointer?

    init() {
      icalerror_set_errors_are_fatal(0)
      ical_set_unknown_token_handling_setting(ICAL_ASSUME_IANA_TOKEN)
      unsafe _ = icaltimezone_get_builtin_timezones()
      unsafe parser = icalparser_new()
    }

    deinit { unsafe icalparser_free(parser) }

    /// Hands over whole lines, each ended by NUL, and returns the tree that their END gives back.
    mutating func tree(of lines: [UInt8]) -> OpaquePointer? {
      var root: OpaquePointer?
      // add_line takes a mutable pointer but copies what it keeps.
      var copy = lines
      unsafe copy.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        while offset < bytes.count {
          let line = unsafe (base + offset).assumingMemoryBound(to: CChar.self)
          let length = unsafe strlen(line)
          if let done = unsafe icalparser_add_line(parser, line) {
            if let before = unsafe root { unsafe icalcomponent_free(before) }
            unsafe root = done
          }
          offset += length + 1
        }
      }
      if unsafe root == nil {
        // What was left open would swallow the next event.
        unsafe icalparser_free(parser)
        unsafe parser = icalparser_new()
      }
      return unsafe root
    }
  }

  // MARK: Events

  /// Parses one VEVENT. `lines` holds its content lines, BEGIN and END among them, each ended by NUL.
  ///
  /// `nil` when libical gave no event back.
  static func event(lines: [UInt8]) -> EventText? {
    lock.withLock { session in
      guard let root = unsafe session.tree(of: lines) else { return nil }
      return unsafe EventTree(owning: root).text()
    }
  }

  /// The only owner of one parsed VEVENT; freed when the value's life ends.
  @safe private struct EventTree: ~Copyable {
    private let raw: OpaquePointer

    @unsafe init(owning root: OpaquePointer) {
      LibicalTrees.made()
      unsafe raw = unsafe root
    }

    deinit {
      unsafe icalcomponent_free(raw)
      LibicalTrees.freed()
    }

    func text() -> EventText {
      var text = EventText()
      var property = unsafe icalcomponent_get_first_property(raw, ICAL_ANY_PROPERTY)
      while let current = unsafe property {
        switch unsafe icalproperty_isa(current) {
        case ICAL_SUMMARY_PROPERTY: text.summary = unsafe Self.string(current)
        case ICAL_DTSTART_PROPERTY: text.start = unsafe Reading(icalproperty_get_dtstart(current))
        case ICAL_DTEND_PROPERTY: text.end = unsafe Reading(icalproperty_get_dtend(current))
        default: break
        }
        unsafe property = icalcomponent_get_next_property(raw, ICAL_ANY_PROPERTY)
      }
      return text
    }

    @unsafe private static func string(_ property: OpaquePointer) -> String? {
      guard let value = unsafe icalproperty_get_value(property), let text = unsafe icalvalue_get_text(value)
      else { return nil }
      return unsafe String(cString: text)
    }
  }

  // MARK: Recurrence

  /// Whether libical takes a rule that was classified as one it expands rightly; it refuses those that
  /// can have no occurrence at all.
  static func accepts(rule: String, start: Reading) -> Bool {
    lock.withLock { _ in RuleIterator(rule: rule, start: start, until: start.civil) != nil }
  }

  /// Hands over a rule's readings in order, naive and without a zone, up to and including `until`, until
  /// `body` returns false. False when libical refuses the rule.
  static func forEachOccurrence(
    of rule: String,
    from start: Reading,
    until: CivilDateTime,
    _ body: (CivilDateTime) -> Bool
  ) -> Bool {
    lock.withLock { _ in
      guard let iterator = RuleIterator(rule: rule, start: start, until: until) else { return false }
      while let reading = iterator.next(), body(reading) {}
      return true
    }
  }

  /// The only owner of one rule iterator.
  @safe private struct RuleIterator: ~Copyable {
    private let raw: OpaquePointer

    init?(rule text: String, start: Reading, until: CivilDateTime) {
      var rule = unsafe icalrecurrencetype_from_string(text)
      guard unsafe rule.freq != ICAL_NO_RECURRENCE else {
        portcullis_ical_clear_error()
        return nil
      }
      // Always bounded, also beside COUNT: an unbounded search for a date that never comes does not end.
      unsafe rule.until = unsafe Reading(civil: until, isDate: start.isDate).libicalTime
      guard let raw = unsafe icalrecur_iterator_new(rule, start.libicalTime) else {
        portcullis_ical_clear_error()
        return nil
      }
      unsafe self.raw = raw
    }

    deinit { unsafe icalrecur_iterator_free(raw) }

    borrowing func next() -> CivilDateTime? {
      let time = unsafe icalrecur_iterator_next(raw)
      guard unsafe icaltime_is_null_time(time) == 0 else { return nil }
      return unsafe Reading(time)?.civil
    }
  }
}

extension Libical.Reading {
  fileprivate init?(_ time: icaltimetype) {
    guard let date = unsafe CivilDate(year: Int(time.year), month: Int(time.month), day: Int(time.day))
    else { return nil }
    isDate = unsafe time.is_date != 0
    let second = unsafe time.hour * 3600 + time.minute * 60 + time.second
    civil = CivilDateTime(date: date, secondOfDay: isDate ? 0 : second)
  }

  fileprivate var libicalTime: icaltimetype {
    let (year, month, day) = civil.date.numbers
    let second = civil.secondOfDay
    var time = unsafe icaltime_null_time()
    unsafe time.year = Int32(year)
    unsafe time.month = Int32(month)
    unsafe time.day = Int32(day)
    unsafe time.is_date = isDate ? 1 : 0
    if !isDate {
      unsafe time.hour = second / 3600
      unsafe time.minute = second / 60 % 60
      unsafe time.second = second % 60
    }
    return unsafe time
  }
}
