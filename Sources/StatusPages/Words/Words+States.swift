import Contract

/// Whether a channel is open, and since and until when.
extension Words {
  func state(_ state: ChannelAnswer.State) -> Markup {
    switch state {
    case .open: say(en: "Open", cy: "Ar agor")
    case .closed: say(en: "Closed", cy: "Ar gau")
    case .unknown:
      say(en: "Not known (treated as closed)", cy: "Ddim yn hysbys (yn cael ei thrin fel pe bai ar gau)")
    }
  }

  var notKnown: Markup { say(en: "Not known", cy: "Ddim yn hysbys") }

  func until(_ time: Markup) -> Markup { say(en: "until \(time)", cy: "tan \(time)") }
  func since(_ time: Markup) -> Markup { say(en: "Since \(time).", cy: "Ers \(time).") }
  func from(_ start: Markup, until end: Markup) -> Markup {
    say(en: "from \(start) until \(end)", cy: "o \(start) tan \(end)")
  }
  var noEndKnown: Markup { say(en: "no end is known", cy: "nid oes diwedd hysbys") }
  var nothingConfirmed: Markup {
    say(en: "no confirmed election closes it", cy: "nid oes etholiad wedi’i gadarnhau sy’n ei chau")
  }
  var nobodyCanTell: Markup {
    say(
      en: "Nobody can tell whether it is closed, so nothing is published on it.",
      cy: "Ni all neb ddweud a yw ar gau, felly ni chaiff dim ei gyhoeddi arni.")
  }

  func next(_ state: ChannelAnswer.State, from time: Markup) -> Markup {
    switch state {
    case .open: say(en: "Next change: open from \(time).", cy: "Newid nesaf: ar agor o \(time).")
    case .closed: say(en: "Next change: closed from \(time).", cy: "Newid nesaf: ar gau o \(time).")
    case .unknown: say(en: "Next change: not known from \(time).", cy: "Newid nesaf: ddim yn hysbys o \(time).")
    }
  }

  /// Of a channel that is not closed for every class.
  func onlyFor(_ classes: [String]) -> Markup {
    let list = Markup.joined(classes.map(contentClass), by: ", ")
    return say(en: "Only for these kinds of post: \(list).", cy: "Ar gyfer y mathau hyn o neges yn unig: \(list).")
  }

  private func contentClass(_ name: String) -> Markup {
    switch name {
    case "routine": say(en: "routine", cy: "arferol")
    case "service": say(en: "service", cy: "gwasanaeth")
    case "statutory": say(en: "statutory", cy: "statudol")
    case "emergency": say(en: "emergency", cy: "argyfwng")
    default: .name(name)
    }
  }
}
