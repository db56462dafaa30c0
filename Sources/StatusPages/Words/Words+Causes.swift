import Contract

/// Why a channel is closed, in a sentence, and the labels of the whole explanation.
extension Words {
  func why(_ cause: Markup) -> Markup { say(en: "Why: \(cause)", cy: "Pam: \(cause)") }
  func moreCauses(_ count: Int) -> Markup { say(en: "(other causes: \(count))", cy: "(achosion eraill: \(count))") }
  func pollingDay(_ day: Markup) -> Markup { say(en: "polling day \(day)", cy: "diwrnod pleidleisio \(day)") }

  // MARK: Labels

  var election: Markup { say(en: "Election", cy: "Etholiad") }
  var nation: Markup { say(en: "Nation", cy: "Gwlad") }
  var pollingDay: Markup { say(en: "Polling day", cy: "Diwrnod pleidleisio") }
  var closedFrom: Markup { say(en: "Closed from", cy: "Ar gau o") }
  var closedUntil: Markup { say(en: "Closed until", cy: "Ar gau tan") }
  var wouldCloseFrom: Markup { say(en: "Would be closed from", cy: "Byddai ar gau o") }
  var wouldCloseUntil: Markup { say(en: "Would be closed until", cy: "Byddai ar gau tan") }
  var howFound: Markup { say(en: "How the period was found", cy: "Sut y cafwyd y cyfnod") }
  var rule: Markup { say(en: "Rule", cy: "Rheol") }
  var law: Markup { say(en: "Law", cy: "Y gyfraith") }
  var workingDays: Markup { say(en: "Working days", cy: "Diwrnodau gwaith") }
  var source: Markup { say(en: "Source", cy: "Ffynhonnell") }
  var inDetail: Markup { say(en: "In detail", cy: "Yn fanwl") }
  func line(_ line: Int, of file: Markup) -> Markup { say(en: "\(file), line \(line)", cy: "\(file), llinell \(line)") }
  func entry(_ uid: Markup) -> Markup { say(en: "entry \(uid)", cy: "cofnod \(uid)") }
}

/// What holds though no election does. The contract's own sentences name people, receivers and commands, so the public reads
/// these.
extension Words {
  func condition(_ type: String) -> Markup {
    switch type {
    case "calendar-unreadable":
      say(
        en: "The election calendars cannot be relied on, so nobody knows whether it should be closed.",
        cy: "Ni ellir dibynnu ar y calendrau etholiad, felly ni ŵyr neb a ddylai fod ar gau.")
    case "not-adopted":
      say(
        en: "The council has put no calendars and settings in force yet.",
        cy: "Nid yw’r cyngor wedi rhoi calendrau na gosodiadau mewn grym eto.")
    case "no-such-channel":
      say(
        en: "The settings in force have no such channel.",
        cy: "Nid oes sianel o’r fath yn y gosodiadau sydd mewn grym.")
    case "clock-in-doubt":
      say(
        en: "The clock of the publishing system is in doubt, so nothing is published.",
        cy: "Mae amheuaeth ynghylch cloc y system gyhoeddi, felly ni chaiff dim ei gyhoeddi.")
    case "channel-stopped":
      say(
        en: "The service that this channel publishes on does not accept posts at present.",
        cy: "Nid yw’r gwasanaeth y mae’r sianel hon yn cyhoeddi arno yn derbyn negeseuon ar hyn o bryd.")
    case "pace":
      say(
        en: "As many posts as may be published at a time have been published; the next ones wait for their turn.",
        cy: "Cyhoeddwyd cynifer o negeseuon ag a ganiateir ar un adeg; mae’r rhai nesaf yn aros eu tro.")
    case "retry":
      say(
        en: "The last attempt to publish failed; another one follows.",
        cy: "Methodd yr ymgais ddiwethaf i gyhoeddi; bydd ymgais arall.")
    case "staff":
      say(
        en: "Nobody is named at present who answers for this channel.",
        cy: "Nid oes neb wedi’i enwi ar hyn o bryd sy’n gyfrifol am y sianel hon.")
    case "hand-over":
      say(
        en: "A partner runs this channel and has not handed it over to the council for the pre-election period.",
        cy: "Partner sy’n rhedeg y sianel hon, ac nid yw wedi’i throsglwyddo i’r cyngor ar gyfer y cyfnod "
          + "cyn etholiad.")
    case "awaiting-approval": say(en: "An approval is awaited.", cy: "Disgwylir cymeradwyaeth.")
    case "paused": say(en: "The council has paused this channel.", cy: "Mae’r cyngor wedi rhoi saib ar y sianel hon.")
    default: say(en: "Publishing is held for another reason.", cy: "Mae’r cyhoeddi wedi’i atal am reswm arall.")
    }
  }

  /// What would end it.
  func endOfCondition(_ type: String) -> Markup {
    switch type {
    case "calendar-unreadable":
      say(
        en: "It ends when the council has corrected its calendars.",
        cy: "Daw i ben pan fydd y cyngor wedi cywiro ei galendrau.")
    case "not-adopted":
      say(
        en: "It ends when the council has put calendars and settings in force.",
        cy: "Daw i ben pan fydd y cyngor wedi rhoi calendrau a gosodiadau mewn grym.")
    case "no-such-channel":
      say(
        en: "It ends when the settings in force have this channel.",
        cy: "Daw i ben pan fydd y sianel hon yn y gosodiadau sydd mewn grym.")
    case "clock-in-doubt":
      say(en: "It ends when a person has confirmed the clock.", cy: "Daw i ben pan fydd rhywun wedi cadarnhau’r cloc.")
    case "channel-stopped":
      say(
        en: "It ends when that service accepts posts again and a person has started the channel again.",
        cy: "Daw i ben pan fydd y gwasanaeth hwnnw’n derbyn negeseuon eto a rhywun wedi ailgychwyn y sianel.")
    case "pace": say(en: "It ends by itself, as time goes by.", cy: "Daw i ben ohono’i hun, gydag amser.")
    case "retry": say(en: "It ends with an attempt that succeeds.", cy: "Daw i ben gydag ymgais lwyddiannus.")
    case "staff":
      say(
        en: "It ends when somebody is named who answers for the channel.",
        cy: "Daw i ben pan gaiff rhywun ei enwi sy’n gyfrifol am y sianel.")
    case "hand-over":
      say(
        en: "It ends when the partner has handed the channel over, or the pre-election period is over.",
        cy: "Daw i ben pan fydd y partner wedi trosglwyddo’r sianel, neu pan ddaw’r cyfnod cyn etholiad i ben.")
    case "awaiting-approval":
      say(en: "It ends when the approval is given.", cy: "Daw i ben pan roddir y gymeradwyaeth.")
    case "paused":
      say(en: "It ends when the council ends the pause.", cy: "Daw i ben pan ddaw’r cyngor â’r saib i ben.")
    default: say(en: "It ends when the council has decided.", cy: "Daw i ben pan fydd y cyngor wedi penderfynu.")
    }
  }

  func endsByItself(_ time: Markup) -> Markup {
    say(en: "It ends by itself: \(time).", cy: "Daw i ben ohono’i hun: \(time).")
  }
  var mayShorten: Markup {
    say(
      en: "It may become shorter once the council has entered the published notice, or the kind of election.",
      cy: "Gall fynd yn fyrrach pan fydd y cyngor wedi cofnodi’r hysbysiad a gyhoeddwyd, neu’r math o etholiad.")
  }
}
