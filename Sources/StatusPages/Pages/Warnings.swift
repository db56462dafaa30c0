import Contract

/// What a reader should know before the answer.
struct Warnings {
  let words: Words
  let calendar: CalendarAnswer
  let freshness: Freshness
  var clockIsInDoubt = false
  /// The page lists what is closed, and may lack something.
  var isList = false

  var markup: Markup {
    .joined(sentences.map { sentence in Tag.div(.classed("warning")) { Tag.p { sentence } } })
  }

  private var sentences: [Markup] {
    var sentences: [Markup] = []
    if let gate = freshness.gate, !gate.running {
      sentences.append(words.gateSilent(since: gate.lastHeartbeat.map { words.time($0) }))
    }
    if freshness.isOlderThanAMinute { sentences.append(words.olderThanAMinute) }
    if clockIsInDoubt { sentences.append(words.clockInDoubt) }
    switch calendar.state {
    case .current: break
    case .notAdopted: sentences.append(words.notInForceYet)
    case .unreadable: sentences.append(words.filesUnreadable)
    }
    if isList, calendar.errors ?? calendar.problems > 0 { sentences.append(words.calendarErrors) }
    return sentences
  }
}
