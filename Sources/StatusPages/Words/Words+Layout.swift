import Contract

/// What stands around every page, and what every page may warn of.
extension Words {
  var skipToContent: Markup { say(en: "Skip to main content", cy: "Neidio i’r prif gynnwys") }
  var service: Markup {
    say(en: "What is published during election periods", cy: "Beth a gyhoeddir yn ystod cyfnodau etholiad")
  }
  var someCouncil: Markup { say(en: "Council", cy: "Cyngor") }
  var pages: Attribute.Label { label(en: "Pages", cy: "Tudalennau") }
  var statusLink: Markup { say(en: "Status", cy: "Statws") }
  var upcomingLink: Markup { say(en: "Upcoming closures", cy: "Cyfnodau cau i ddod") }
  var calendarLink: Markup { say(en: "Subscribe to the calendar", cy: "Tanysgrifio i’r calendr") }
  var accessibilityLink: Markup { say(en: "Accessibility", cy: "Hygyrchedd") }
  /// The other language, in that language.
  var otherLanguage: Markup { say(en: "Cymraeg", cy: "English") }
  var noLegalAdvice: Markup {
    say(en: "Portcullis gives no legal advice.", cy: "Nid yw Portcullis yn rhoi cyngor cyfreithiol.")
  }

  /// `revision`: nil where the files on disk answer.
  func asOf(_ time: Markup, revision: Int?) -> Markup {
    guard let revision else {
      return say(
        en: "As of \(time), by the calendar files as they stand.",
        cy: "Y sefyllfa ar \(time), yn ôl y ffeiliau calendr fel y maent.")
    }
    return say(en: "As of \(time), revision \(revision).", cy: "Y sefyllfa ar \(time), fersiwn \(revision).")
  }

  // MARK: Warnings

  var notInForceYet: Markup {
    say(
      en: "The calendar files have changed and are not in force yet. This page follows what was put in force before.",
      cy: "Mae’r ffeiliau calendr wedi newid ac nid ydynt mewn grym eto. Mae’r dudalen hon yn dilyn yr hyn a roddwyd "
        + "mewn grym cynt.")
  }
  var filesUnreadable: Markup {
    say(
      en: "The calendar files have errors or cannot be read. What was in force before stays in force, and what is not "
        + "known is treated as closed.",
      cy: "Mae gwallau yn y ffeiliau calendr, neu ni ellir eu darllen. Mae’r hyn a oedd mewn grym cynt yn aros mewn "
        + "grym, a chaiff yr hyn nad yw’n hysbys ei drin fel pe bai ar gau.")
  }
  var calendarErrors: Markup {
    say(
      en: "There are errors in the calendars, so more may be closed than is shown here.",
      cy: "Mae gwallau yn y calendrau, felly gall fod rhagor ar gau nag a ddangosir yma.")
  }
  var clockInDoubt: Markup {
    say(
      en: "The clock of the publishing system is in doubt, so nothing is published until a person has confirmed it.",
      cy: "Mae amheuaeth ynghylch cloc y system gyhoeddi, felly ni chaiff dim ei gyhoeddi nes bydd rhywun wedi’i "
        + "gadarnhau.")
  }
  func gateSilent(since time: Markup?) -> Markup {
    let silence = say(
      en: "The publishing gate is not running, so nothing is published, even where a channel is open.",
      cy: "Nid yw’r giât gyhoeddi yn gweithio, felly ni chaiff dim ei gyhoeddi, hyd yn oed lle mae sianel ar agor.")
    guard let time else { return silence }
    return "\(silence) \(say(en: "It was last heard of: \(time).", cy: "Clywyd ganddi ddiwethaf: \(time)."))"
  }
  var olderThanAMinute: Markup {
    say(
      en: "This page is more than a minute old. What it says may have changed since.",
      cy: "Mae’r dudalen hon yn fwy na munud oed. Gall yr hyn a ddywed fod wedi newid ers hynny.")
  }
  var connectionLost: Markup {
    say(
      en: "This page cannot be brought up to date at present. What it says may have changed since.",
      cy: "Nid oes modd diweddaru’r dudalen hon ar hyn o bryd. Gall yr hyn a ddywed fod wedi newid ers hynny.")
  }

  // MARK: What is in English on every page

  var quotedAsItIs: Markup {
    say(
      en: "Law, rules and details of files are quoted as their sources have them.",
      cy: "Dyfynnir y gyfraith, y rheolau a manylion ffeiliau yn Saesneg, fel y maent yn eu ffynonellau.")
  }
}
