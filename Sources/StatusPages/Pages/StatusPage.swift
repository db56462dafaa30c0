package import Contract
import Texts

extension Page {
  /// `/`: a block for each channel. Nothing of posts or overrides is shown, and nothing that a person of the council wrote
  /// about either (W-03).
  package static func status(
    _ answer: ShowStatus.Answer, freshness: Freshness, in language: Language
  ) -> Page {
    let words = Words(language: language)
    let layout = Layout(
      words: words, council: answer.authority.name, place: .status, title: words.statusTitle,
      state: Layout.State(at: freshness.answered ?? answer.at, revision: answer.revision))
    return layout.page {
      Tag.h1 { words.statusHeading }
      Tag.p(.classed("as-of")) { layout.asOf ?? Markup() }
      Warnings(
        words: words, calendar: answer.calendar, freshness: freshness, clockIsInDoubt: answer.clockDoubt != nil
      ).markup
      Tag.p { words.statusLead }
      if answer.channels.isEmpty {
        Tag.p(.classed("empty")) { Tag.strong { words.noChannels } }
        Tag.p { words.noChannelsYet }
      } else {
        tally(answer.channels.map(\.state.state), words)
        for channel in answer.channels { ChannelBlock(words: words, channel: channel.state).markup }
      }
    }
  }

  private static func tally(_ states: [ChannelAnswer.State], _ words: Words) -> Markup {
    func count(_ state: ChannelAnswer.State) -> Int { states.count { $0 == state } }
    return Tag.p(.classed("tally")) {
      words.tally(open: count(.open), closed: count(.closed), unknown: count(.unknown))
    }
  }
}

/// One channel on the front page.
private struct ChannelBlock {
  let words: Words
  let channel: ChannelAnswer

  var markup: Markup {
    let verdict = VerdictWords(words: words, channel: channel)
    return Tag.div(
      .classed("channel"), .data(.channel, channel.channel.visibleLine), .data(.state, channel.state.rawValue)
    ) {
      Tag.h2 { .name(channel.name) }
      Tag.p(.classed("verdict")) { verdict.headline }
      verdict.besides
      if let cause { Tag.p { words.why(cause) } }
      if let next = verdict.next { Tag.p { "\(next) \(causeOfNext ?? "")" } }
      Tag.p {
        Tag.a(.href(Place.why(channel: channel.channel, at: nil).address(in: words.language))) {
          words.explanation(of: .name(channel.name))
        }
      }
    }
  }

  /// What closes it next, where it does not hold already.
  private var causeOfNext: Markup? {
    channel.next?.causes.first { !channel.causes.contains($0) }.map(CauseWords(words: words).sentence)
  }

  private var cause: Markup? {
    guard let first = channel.causes.first else { return nil }
    let sentence = CauseWords(words: words).sentence(first)
    let others = channel.causes.count - 1
    return others == 0 ? sentence : "\(sentence) \(words.moreCauses(others))"
  }
}
