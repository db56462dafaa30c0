package import Contract
import Texts

extension Page {
  /// `/why/CHANNEL`: the verdict whole. `asked`: what the address says behind `at=`; nil where the question is about now.
  package static func why(
    _ answer: ExplainChannel.Answer, asked: String?, freshness: Freshness, in language: Language
  ) -> Page {
    let words = Words(language: language)
    let channel = answer.state
    let layout = Layout(
      words: words, council: answer.heading.authority.name, place: .why(channel: channel.channel, at: asked),
      title: words.whyHeading(.bareName(channel.name), channel.state),
      state: Layout.State(at: freshness.answered ?? answer.heading.at, revision: answer.heading.revision))
    let explanation = Explanation(words: words, answer: answer)
    return layout.page {
      Tag.h1 { words.whyHeading(.name(channel.name), channel.state) }
      Tag.p(.classed("as-of")) { layout.asOf ?? Markup() }
      if channel.day != nil {
        Tag.p { words.dayAskedAbout(words.day(of: answer.heading.at)) }
      } else if asked != nil {
        Tag.p { words.timeAskedAbout(words.time(answer.heading.at)) }
      }
      Warnings(words: words, calendar: answer.heading.calendar, freshness: freshness).markup
      explanation.verdict
      explanation.day
      explanation.causes
      explanation.ends
      explanation.next
      explanation.possible
    }
  }
}

/// The parts of the page, each empty where there is nothing to say.
private struct Explanation {
  let words: Words
  let answer: ExplainChannel.Answer

  private var channel: ChannelAnswer { answer.state }
  private var causeWords: CauseWords { CauseWords(words: words) }

  var verdict: Markup {
    let verdict = VerdictWords(words: words, channel: channel)
    return Tag.div(
      .classed("channel"), .data(.channel, channel.channel.visibleLine), .data(.state, channel.state.rawValue)
    ) {
      Tag.p(.classed("verdict")) { verdict.headline }
      verdict.besides
    }
  }

  @MarkupBuilder var day: Markup {
    if let day = channel.day {
      Tag.h2 { words.thatDay }
      Tag.ul {
        for part in day {
          Tag.li { "\(words.state(part.state)): \(words.from(words.clock(part.from), until: words.clock(part.to)))" }
        }
      }
    }
  }

  // MARK: Causes

  @MarkupBuilder var causes: Markup {
    switch channel.state {
    case .unknown: Tag.h2 { words.whyNotKnown }
    case .closed, .open: Tag.h2 { words.whatCloses }
    }
    if channel.causes.isEmpty {
      Tag.p { words.nothingCloses }
    } else {
      if channel.causes.contains(where: Self.quotesEnglish) { Tag.p { words.quotedAsItIs } }
      if channel.turns.count > 1 { turns } else { .joined(channel.causes.map { block($0) }) }
    }
  }

  /// Where causes take turns: each once, under the time until which it holds.
  private var turns: Markup {
    var told: Set<HoldCause> = []
    return .joined(
      channel.turns.enumerated().map { index, turn in
        let new = turn.causes.filter { told.insert($0).inserted }
        return Tag.h3 { words.turn(index, until: turn.until.map { words.time($0) }) } + .joined(new.map { block($0) })
      })
  }

  private func block(_ cause: HoldCause, isPossible: Bool = false) -> Markup {
    Tag.div(.classed("explanation")) {
      switch cause {
      case .window(let window):
        causeWords.explanation(window, counted: counted(window), isPossible: isPossible)
      case .condition(let condition):
        Tag.p(.classed("cause")) { words.condition(condition.type) }
        if let detail = Self.publicDetail(condition) {
          Tag.p { "\(words.inDetail): \(words.inEnglish(detail.withoutMachinePaths))" }
        }
      }
    }
  }

  private func counted(_ window: HoldCause.Window) -> CountedDays? {
    if let counted = answer.counting.counts[window] { return counted }
    let cause = answer.counting.countedByCause.first { $0.source == window.source && $0.election == window.election }
    return cause.flatMap { $0.counted.isEmpty ? nil : CountedDays(days: $0.counted, bankHolidays: "") }
  }

  /// Only what files say is for the public. The sentences about pauses, receivers and staff name logins and what people
  /// wrote.
  private static func publicDetail(_ condition: HoldCause.Condition) -> String? {
    condition.type == "calendar-unreadable" && !condition.detail.isEmpty ? condition.detail : nil
  }

  private static func quotesEnglish(_ cause: HoldCause) -> Bool {
    switch cause {
    case .window: true
    case .condition(let condition): publicDetail(condition) != nil
    }
  }

  // MARK: What comes

  @MarkupBuilder var ends: Markup {
    if !channel.causes.isEmpty {
      Tag.h2 { words.whatEnds }
      Tag.ul {
        for cause in channel.causes { Tag.li { end(of: cause) } }
      }
    }
  }

  private func end(of cause: HoldCause) -> Markup {
    switch cause {
    case .window(let window):
      let end: Markup = "\(causeWords.title(window)): \(words.endsByItself(words.time(window.ends)))"
      return window.estimate ? "\(end) \(words.mayShorten)" : end
    case .condition(let condition):
      let end: Markup = "\(words.condition(condition.type)) \(words.endOfCondition(condition.type))"
      return condition.until.map { "\(end) \(words.endsByItself(words.time($0)))" } ?? end
    }
  }

  @MarkupBuilder var next: Markup {
    if let next = channel.next {
      Tag.h2 { words.whatComesNext }
      Tag.p { words.next(next.state, from: words.time(next.at)) }
      let new = next.causes.filter { !channel.causes.contains($0) }
      if next.state != .open {
        if new.isEmpty { Tag.p { words.holdsOn } } else { .joined(new.map { block($0) }) }
      }
    }
  }

  @MarkupBuilder var possible: Markup {
    if !answer.counting.possible.isEmpty {
      Tag.h2 { words.possible }
      Markup.joined(answer.counting.possible.map { block(.window($0), isPossible: true) })
    }
  }
}
