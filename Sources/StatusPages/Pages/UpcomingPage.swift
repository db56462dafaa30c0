package import Contract

extension Page {
  /// `/upcoming`: the blackouts as a table, and as a picture for which the table is the text. What has begun stays until it
  /// ends.
  package static func upcoming(
    _ answer: ListBlackouts.Answer, freshness: Freshness, in language: Language
  ) -> Page {
    let words = Words(language: language)
    let layout = Layout(
      words: words, council: answer.authority.name, place: .upcoming, title: words.upcomingTitle,
      state: Layout.State(at: freshness.answered ?? answer.from, revision: answer.revision))
    let closures = Closures(words: words, answer: answer)
    return layout.page {
      Tag.h1 { words.upcomingHeading }
      Tag.p(.classed("as-of")) { layout.asOf ?? Markup() }
      Warnings(words: words, calendar: answer.calendar, freshness: freshness, isList: true).markup
      Tag.p { words.range(words.time(answer.from), words.time(answer.to)) }
      closures.table
      closures.pauses
      closures.doubts
      closures.possible
      TimelinePicture(words: words, answer: answer).figure
    }
  }
}

/// The parts of the page, each empty where there is nothing to say.
private struct Closures {
  let words: Words
  let answer: ListBlackouts.Answer

  private var causeWords: CauseWords { CauseWords(words: words) }

  @MarkupBuilder var table: Markup {
    if answer.blackouts.isEmpty {
      Tag.p(.classed("empty")) { Tag.strong { words.noClosures } }
    } else {
      Tag.table {
        Tag.caption { words.closuresCaption }
        head(words.closedColumn)
        Tag.tbody {
          for blackout in inOrder {
            row(
              blackout.channel, stretch(blackout.starts, blackout.ends), blackout.causes,
              hasBegun: hasBegun(blackout.starts))
          }
        }
      }
    }
  }

  private var inOrder: [ListBlackouts.Blackout] {
    func start(_ blackout: ListBlackouts.Blackout) -> Int { ClockTime(blackout.starts)?.secondsSince1970 ?? 0 }
    return answer.blackouts.sorted { start($0) < start($1) }
  }

  @MarkupBuilder var possible: Markup {
    if !answer.possible.isEmpty {
      Tag.h2 { words.possibleHeading }
      Tag.table {
        Tag.caption { words.possibleCaption }
        head(words.wouldCloseColumn)
        Tag.tbody {
          for possible in answer.possible {
            row(possible.channel, stretch(possible.window.starts, possible.window.ends), [possible.window])
          }
        }
      }
    }
  }

  private func head(_ closed: Markup) -> Markup {
    Tag.thead {
      Tag.tr {
        Tag.th(.scope("col")) { words.channelColumn }
        Tag.th(.scope("col")) { closed }
        Tag.th(.scope("col")) { words.whyColumn }
      }
    }
  }

  private func row(
    _ channel: String, _ stretch: Markup, _ causes: [HoldCause.Window], hasBegun: Bool = false
  ) -> Markup {
    Tag.tr {
      Tag.th(.scope("row")) { link(channel) }
      Tag.td { hasBegun ? "\(stretch) (\(words.hasBegun))" : stretch }
      Tag.td { Tag.ul { .joined(causes.map { cause in Tag.li { causeWords.sentence(.window(cause)) } }) } }
    }
  }

  private func link(_ channel: String) -> Markup {
    Tag.a(.href(Place.why(channel: channel, at: nil).address(in: words.language))) { .name(channel) }
  }

  private func stretch(_ starts: Moment, _ ends: Moment) -> Markup {
    words.from(words.time(starts), until: words.time(ends))
  }

  private func hasBegun(_ starts: Moment) -> Bool {
    guard let start = ClockTime(starts), let from = ClockTime(answer.from) else { return false }
    return start.secondsSince1970 <= from.secondsSince1970
  }

  // MARK: Besides elections

  @MarkupBuilder var pauses: Markup {
    let stopped = answer.channels.filter { !$0.stops.isEmpty }
    if !answer.pauses.isEmpty || !stopped.isEmpty {
      Tag.h2 { words.pausesHeading }
      Tag.ul {
        for pause in answer.pauses {
          Tag.li {
            words.paused(
              link(pause.channel), since: words.time(pause.starts),
              pause.ends.map { words.until(words.time($0)) } ?? words.noEndKnown)
          }
        }
        for channel in stopped {
          for stop in channel.stops {
            Tag.li { words.stopped(link(channel.channel), since: words.time(stop.since), words.noEndKnown) }
          }
        }
      }
    }
  }

  @MarkupBuilder var doubts: Markup {
    let doubted = answer.channels.filter { !$0.doubts.isEmpty }
    if !doubted.isEmpty {
      Tag.h2 { words.doubtsHeading }
      Tag.ul {
        for channel in doubted {
          for doubt in channel.doubts {
            Tag.li { "\(link(channel.channel)): \(causeWords.sentence(doubt))" }
          }
        }
      }
    }
  }
}
