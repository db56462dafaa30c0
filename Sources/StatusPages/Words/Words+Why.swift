import Contract

/// The explanation of one channel.
extension Words {
  func whyHeading(_ channel: Markup, _ state: ChannelAnswer.State) -> Markup {
    switch state {
    case .open: say(en: "Why \(channel) is open", cy: "Pam mae \(channel) ar agor")
    case .closed: say(en: "Why \(channel) is closed", cy: "Pam mae \(channel) ar gau")
    case .unknown:
      say(
        en: "Why it is not known whether \(channel) is open", cy: "Pam nad yw’n hysbys a yw \(channel) ar agor")
    }
  }
  func timeAskedAbout(_ time: Markup) -> Markup {
    say(en: "The time asked about: \(time).", cy: "Yr amser dan sylw: \(time).")
  }
  func dayAskedAbout(_ day: Markup) -> Markup {
    say(en: "The day asked about: \(day), the whole day.", cy: "Y diwrnod dan sylw: \(day), y diwrnod cyfan.")
  }
  var thatDay: Markup { say(en: "That day", cy: "Y diwrnod hwnnw") }
  var whatCloses: Markup { say(en: "What closes it", cy: "Beth sy’n ei chau") }
  var whyNotKnown: Markup { say(en: "Why it is not known", cy: "Pam nad yw’n hysbys") }
  var nothingCloses: Markup {
    say(
      en: "Nothing closes it: no election, no pause, and no doubt.",
      cy: "Nid oes dim yn ei chau: nac etholiad, na saib, nac amheuaeth.")
  }
  func turn(_ index: Int, until time: Markup?) -> Markup {
    switch (index, time) {
    case (0, let time?): say(en: "Until \(time)", cy: "Tan \(time)")
    case (0, nil): say(en: "With no end that is known", cy: "Heb ddiwedd hysbys")
    case (_, let time?): say(en: "Then until \(time)", cy: "Wedyn tan \(time)")
    case (_, nil): say(en: "Then with no end that is known", cy: "Wedyn heb ddiwedd hysbys")
    }
  }
  var whatEnds: Markup { say(en: "What would end it", cy: "Beth fyddai’n dod â hyn i ben") }
  var whatComesNext: Markup { say(en: "What comes next", cy: "Beth ddaw nesaf") }
  var holdsOn: Markup {
    say(en: "What is told above holds on.", cy: "Mae’r hyn a ddywedir uchod yn parhau.")
  }
  var possible: Markup {
    say(en: "Possible, closing nothing until it is confirmed", cy: "Posibl, heb gau dim nes caiff ei gadarnhau")
  }
}
