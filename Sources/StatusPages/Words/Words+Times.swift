import Contract

/// Days and instants, always with their zone.
extension Words {
  /// `Wed 31 Mar 2027, 00:00 BST`.
  func time(_ moment: Moment) -> Markup { time(moment, withSeconds: false) }

  /// `Wed 31 Mar 2027, 14:03:22 BST`.
  func exactTime(_ moment: Moment) -> Markup { time(moment, withSeconds: true) }

  private func time(_ moment: Moment, withSeconds: Bool) -> Markup {
    guard let time = ClockTime(moment) else { return .name(moment.text) }
    let day = shortDay(time.day)
    return Tag.time(.dateTime(time.text)) {
      "\(day), \(.digits(time.clock(withSeconds: withSeconds))) \(.digits(time.zone))"
    }
  }

  /// `00:00 BST`: for two times of one day.
  func clock(_ moment: Moment) -> Markup {
    guard let time = ClockTime(moment) else { return .name(moment.text) }
    return Tag.time(.dateTime(time.text)) { "\(.digits(time.clock())) \(.digits(time.zone))" }
  }

  /// `Wed 31 Mar 2027`, the day of an instant.
  func day(of moment: Moment) -> Markup {
    guard let time = ClockTime(moment) else { return .name(moment.text) }
    return Tag.time(.dateTime(time.day.text)) { shortDay(time.day) }
  }

  func day(_ day: Day) -> Markup {
    guard let date = CalendarDay(day) else { return .name(day.text) }
    return Tag.time(.dateTime(date.text)) { shortDay(date) }
  }

  /// `Wednesday 31 March 2027`.
  func longDay(_ day: Day) -> Markup {
    guard let date = CalendarDay(day) else { return .name(day.text) }
    return Tag.time(.dateTime(date.text)) {
      "\(weekdays[date.weekday]) \(.number(date.day)) \(months[date.month - 1]) \(.number(date.year))"
    }
  }

  private func shortDay(_ date: CalendarDay) -> Markup {
    "\(shortWeekdays[date.weekday]) \(.number(date.day)) \(shortMonths[date.month - 1]) \(.number(date.year))"
  }

  private var weekdays: [Markup] {
    [
      say(en: "Sunday", cy: "dydd Sul"), say(en: "Monday", cy: "dydd Llun"), say(en: "Tuesday", cy: "dydd Mawrth"),
      say(en: "Wednesday", cy: "dydd Mercher"), say(en: "Thursday", cy: "dydd Iau"),
      say(en: "Friday", cy: "dydd Gwener"), say(en: "Saturday", cy: "dydd Sadwrn"),
    ]
  }

  private var shortWeekdays: [Markup] {
    [
      say(en: "Sun", cy: "Sul"), say(en: "Mon", cy: "Llun"), say(en: "Tue", cy: "Maw"), say(en: "Wed", cy: "Mer"),
      say(en: "Thu", cy: "Iau"), say(en: "Fri", cy: "Gwen"), say(en: "Sat", cy: "Sad"),
    ]
  }

  private var months: [Markup] {
    [
      say(en: "January", cy: "Ionawr"), say(en: "February", cy: "Chwefror"), say(en: "March", cy: "Mawrth"),
      say(en: "April", cy: "Ebrill"), say(en: "May", cy: "Mai"), say(en: "June", cy: "Mehefin"),
      say(en: "July", cy: "Gorffennaf"), say(en: "August", cy: "Awst"), say(en: "September", cy: "Medi"),
      say(en: "October", cy: "Hydref"), say(en: "November", cy: "Tachwedd"), say(en: "December", cy: "Rhagfyr"),
    ]
  }

  var shortMonths: [Markup] {
    [
      say(en: "Jan", cy: "Ion"), say(en: "Feb", cy: "Chwef"), say(en: "Mar", cy: "Maw"), say(en: "Apr", cy: "Ebr"),
      say(en: "May", cy: "Mai"), say(en: "Jun", cy: "Meh"), say(en: "Jul", cy: "Gorff"), say(en: "Aug", cy: "Awst"),
      say(en: "Sep", cy: "Medi"), say(en: "Oct", cy: "Hyd"), say(en: "Nov", cy: "Tach"), say(en: "Dec", cy: "Rhag"),
    ]
  }
}
