import Contract

/// An instant as the authority's clocks show it, taken from the contract's text alone: no page knows a zone, so none can
/// show the viewer's (W-10).
struct ClockTime: Hashable {
  let day: CalendarDay
  let hour: Int
  let minute: Int
  let second: Int
  /// How far the authority's clocks are ahead of UTC.
  let offsetMinutes: Int

  /// From RFC 3339; nil for anything else. Parts of a second are left out.
  init?(_ moment: Moment) {
    var reading = DigitReading(moment.text)
    guard let day = reading.day(), reading.skip("Tt") != nil, let hour = reading.number(2, upTo: 23),
      reading.skip(":") != nil, let minute = reading.number(2, upTo: 59), reading.skip(":") != nil,
      let second = reading.number(2, upTo: 59)
    else { return nil }
    if reading.skip(".") != nil, !reading.skipDigits() { return nil }
    guard let offset = reading.offset(), reading.isAtEnd else { return nil }
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    offsetMinutes = offset
  }

  /// Seconds from 1 January 1970, 00:00 UTC.
  var secondsSince1970: Int { day.number * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second }

  /// `14:03`, and the seconds where they are asked for, or are not zero.
  func clock(withSeconds: Bool = false) -> String {
    let minutes = "\(padded(hour, 2)):\(padded(minute, 2))"
    return withSeconds || second != 0 ? "\(minutes):\(padded(second, 2))" : minutes
  }

  /// `GMT` and `BST`, since councils keep the time of the United Kingdom; any other offset as it is, `+02:00`.
  var zone: String {
    switch offsetMinutes {
    case 0: "GMT"
    case 60: "BST"
    default: offset
    }
  }

  /// RFC 3339 again, in the one form that HTML allows for an instant with an offset.
  var text: String { "\(day.text)T\(clock(withSeconds: true))\(offset)" }

  private var offset: String {
    "\(offsetMinutes < 0 ? "-" : "+")\(padded(abs(offsetMinutes) / 60, 2)):\(padded(abs(offsetMinutes) % 60, 2))"
  }
}
