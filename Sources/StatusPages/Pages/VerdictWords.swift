import Contract

/// A channel's state in words, and in a shape besides: colour only says it again.
struct VerdictWords {
  let words: Words
  let channel: ChannelAnswer

  /// `■ Closed until Thu 11 Jun 2026, 22:00 BST.`
  var headline: Markup {
    let state = Tag.strong { words.state(channel.state) }
    let shape = Tag.span(.classed("shape"), .hiddenFromReaders) { self.shape }
    return switch (channel.state, channel.until) {
    case (.open, nil): "\(shape) \(state): \(words.nothingConfirmed)."
    case (.closed, nil): "\(shape) \(state): \(words.noEndKnown)."
    case (.unknown, nil): "\(shape) \(state)"
    case (_, let until?): "\(shape) \(state) \(words.until(words.time(until)))."
    }
  }

  private var shape: Markup {
    switch channel.state {
    case .open: "○"
    case .closed: "■"
    case .unknown: "◆"
    }
  }

  /// What the headline leaves out.
  @MarkupBuilder var besides: Markup {
    if channel.state == .unknown { Tag.p { words.nobodyCanTell } }
    if channel.state == .closed, !channel.closedFor.isEmpty, channel.closedFor.count < Self.classCount {
      Tag.p { words.onlyFor(channel.closedFor) }
    }
    if channel.state == .closed, let since = channel.since { Tag.p { words.since(words.time(since)) } }
  }

  var next: Markup? { channel.next.map { words.next($0.state, from: words.time($0.at)) } }

  /// Routine, service, statutory, emergency.
  private static let classCount = 4
}
