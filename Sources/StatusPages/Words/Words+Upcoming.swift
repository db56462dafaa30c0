/// The closures that are coming.
extension Words {
  var upcomingTitle: Markup { say(en: "Upcoming closures", cy: "Cyfnodau cau i ddod") }
  var upcomingHeading: Markup { say(en: "When channels are closed", cy: "Pryd y mae sianeli ar gau") }
  func range(_ start: Markup, _ end: Markup) -> Markup {
    say(en: "Shown: from \(start) to \(end).", cy: "Yn cael ei ddangos: o \(start) hyd at \(end).")
  }
  var closuresCaption: Markup {
    say(en: "Closures, in the order in which they begin", cy: "Cyfnodau cau, yn y drefn y maent yn dechrau")
  }
  var possibleCaption: Markup {
    say(
      en: "Possible closures: they close nothing until they are confirmed",
      cy: "Cyfnodau cau posibl: nid ydynt yn cau dim nes cânt eu cadarnhau")
  }
  var channelColumn: Markup { say(en: "Channel", cy: "Sianel") }
  var closedColumn: Markup { say(en: "Closed", cy: "Ar gau") }
  var wouldCloseColumn: Markup { say(en: "Would be closed", cy: "Byddai ar gau") }
  var whyColumn: Markup { say(en: "Why", cy: "Pam") }
  var hasBegun: Markup { say(en: "has begun", cy: "wedi dechrau") }
  var noClosures: Markup {
    say(
      en: "As far as is known, no election closes a channel in this time.",
      cy: "Hyd y gwyddys, nid oes etholiad yn cau unrhyw sianel yn y cyfnod hwn.")
  }

  // MARK: Besides elections

  var possibleHeading: Markup { say(en: "Possible closures", cy: "Cyfnodau cau posibl") }
  var pausesHeading: Markup { say(en: "Paused or stopped", cy: "Ar saib neu wedi’u stopio") }
  var doubtsHeading: Markup { say(en: "Not known", cy: "Ddim yn hysbys") }
  func paused(_ channel: Markup, since start: Markup, _ end: Markup) -> Markup {
    say(en: "\(channel): paused since \(start), \(end).", cy: "\(channel): ar saib ers \(start), \(end).")
  }
  func stopped(_ channel: Markup, since start: Markup, _ end: Markup) -> Markup {
    say(en: "\(channel): stopped since \(start), \(end).", cy: "\(channel): wedi’i stopio ers \(start), \(end).")
  }

  // MARK: The picture

  var pictureHeading: Markup { say(en: "The same as a picture", cy: "Yr un peth ar ffurf llun") }
  var pictureTitle: Markup {
    say(en: "Timeline of the closures of each channel", cy: "Llinell amser o gyfnodau cau pob sianel")
  }
  var pictureInWords: Markup {
    say(
      en: "A row for each channel, with a bar where it is closed. The tables and lists of this page say the same in "
        + "words.",
      cy: "Rhes ar gyfer pob sianel, gyda bar lle mae ar gau. Mae tablau a rhestrau’r dudalen hon yn dweud yr un peth "
        + "mewn geiriau.")
  }
  var closedMark: Markup { say(en: "Closed", cy: "Ar gau") }
  var possibleMark: Markup { say(en: "Possible", cy: "Posibl") }
  var pausedMark: Markup { say(en: "Paused or stopped", cy: "Ar saib neu wedi’i stopio") }
}
