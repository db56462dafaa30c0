import Contract

/// What stands around every page.
struct Layout {
  /// When a page was true, and by which revision.
  struct State {
    let at: Moment
    let revision: Int?
  }

  let words: Words
  /// As the settings give it.
  let council: String?
  /// Which page it is, in either language; nil for an error, whose address may be no page.
  let place: Place?
  /// Without an element: it stands in the window's title.
  let title: Markup
  /// Nil for a page that does not change.
  let state: State?

  func page(@MarkupBuilder content: () -> Markup) -> Page {
    let root = Tag.html(.lang(words.language)) {
      Tag.head { head }
      Tag.body {
        Tag.a(.classed("skip"), .href(Address(toPart: "main"))) { words.skipToContent }
        header
        if state != nil { notices }
        Tag.main(.id("main"), .reachedByLinks, state.map { .data(.at, $0.at.text) }) { content() }
        footer
      }
    }
    return Page(html: Markup.document(root))
  }

  /// `As of …, revision 12.`
  var asOf: Markup? { state.map { words.asOf(words.exactTime($0.at), revision: $0.revision) } }

  // MARK: Parts

  @MarkupBuilder private var head: Markup {
    Tag.meta(.charset("utf-8"))
    Tag.meta(.meta("viewport"), .content("width=device-width, initial-scale=1"))
    Tag.meta(.meta("color-scheme"), .content("light dark"))
    Tag.title {
      title
      " – "
      council.map { .bareName($0) } ?? words.someCouncil
    }
    Tag.link(.rel("stylesheet"), .href(Address(Assets.stylesheet)))
    Tag.link(.rel("alternate"), .type("text/calendar"), .href(Place.calendar))
    if state != nil {
      // Without the script the page asks anew before it is a minute old.
      Tag.script(.source(Address(Assets.script)), .deferred)
      Tag.noscript { Tag.meta(.httpEquivalent("refresh"), .content("50")) }
    }
  }

  private var header: Markup {
    Tag.header {
      Tag.p(.classed("council")) { council.map { .name($0) } ?? words.someCouncil }
      Tag.p(.classed("service")) { words.service }
      Tag.nav(.label(words.pages)) {
        Tag.ul {
          Tag.li { link(to: .status, words.statusLink) }
          Tag.li { link(to: .upcoming, words.upcomingLink) }
          Tag.li { Tag.a(.href(Place.calendar)) { words.calendarLink } }
          Tag.li { link(to: .accessibility, words.accessibilityLink) }
          Tag.li { otherLanguage }
        }
      }
    }
  }

  private func link(to place: Place, _ text: Markup) -> Markup {
    Tag.a(.href(place.address(in: words.language)), place == self.place ? .currentPage : nil) { text }
  }

  private var otherLanguage: Markup {
    let other = words.language.other
    return Tag.a(.href((place ?? .status).address(in: other)), .lang(other), .hrefLang(other)) { words.otherLanguage }
  }

  /// For the script: where it says that the page cannot be brought up to date, and where it tells of a change. Without it
  /// the stylesheet brings the warning into sight when the page is a minute old, as one is whose gate has stopped (W-07).
  @MarkupBuilder private var notices: Markup {
    Tag.div(.classed("warning"), .id("lost"), .hidden) { Tag.p { words.connectionLost } }
    Tag.p(.classed("unseen"), .id("news"), .role("status"), .polite)
    Tag.noscript { Tag.div(.classed("warning aged")) { Tag.p { words.olderThanAMinute } } }
  }

  private var footer: Markup {
    Tag.footer {
      if let asOf { Tag.p(.id("as-of")) { asOf } }
      Tag.p { words.noLegalAdvice }
    }
  }
}
