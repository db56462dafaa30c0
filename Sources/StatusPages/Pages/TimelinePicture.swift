import Contract
import Texts

/// When each channel is closed, as a picture of bars: hatching tells them apart, and colour only says it again.
///
/// It is as wide as the narrowest screen in its own units, so that its letters stay readable when it is scaled down to one.
struct TimelinePicture {
  let words: Words
  let answer: ListBlackouts.Answer

  private enum Size {
    static let width = 320
    static let months = 22
    static let label = 16
    static let bar = 14
    static let row = 40
    /// As many letters of a name as fit, even wide ones.
    static let letters = 28
    /// What the name of a month takes at most.
    static let month = 44
  }

  private enum Kind: CaseIterable {
    case closed, paused, possible, unknown

    var pattern: StaticString {
      switch self {
      case .closed: "hatch-closed"
      case .paused: "hatch-paused"
      case .possible: "hatch-possible"
      case .unknown: "hatch-unknown"
      }
    }

    /// Its colours, in the stylesheet.
    var name: StaticString {
      switch self {
      case .closed: "closed"
      case .paused: "paused"
      case .possible: "possible"
      case .unknown: "unknown"
      }
    }
  }

  private struct Bar {
    let kind: Kind
    let start: Int
    let end: Int
  }

  @MarkupBuilder var figure: Markup {
    if let scale, !channels.isEmpty {
      Tag.h2 { words.pictureHeading }
      Tag.figure {
        picture(scale)
        Tag.figcaption { words.pictureInWords }
      }
      Tag.ul(.classed("legend")) { .joined(Kind.allCases.map(legend)) }
    }
  }

  private func picture(_ scale: Scale) -> Markup {
    Tag.svg(
      .role("img"), .labelledBy("timeline-title timeline-text"), .classed("timeline"),
      .viewBox(width: Size.width, height: Size.months + channels.count * Size.row)
    ) {
      Tag.title(.id("timeline-title")) { words.pictureTitle }
      Tag.desc(.id("timeline-text")) { words.pictureInWords }
      Tag.defs { .joined(Kind.allCases.map(pattern)) }
      months(scale)
      for (index, channel) in channels.enumerated() { row(channel, Size.months + index * Size.row, scale) }
    }
  }

  // MARK: Rows

  /// Those asked for; those told of, where the answer does not say.
  private var channels: [String] {
    if !answer.channels.isEmpty { return answer.channels.map(\.channel) }
    let told = answer.blackouts.map(\.channel) + answer.possible.map(\.channel) + answer.pauses.map(\.channel)
    var seen: Set<String> = []
    return told.filter { seen.insert($0).inserted }
  }

  private func row(_ channel: String, _ top: Int, _ scale: Scale) -> Markup {
    Tag.g {
      Tag.text(.x(0), .y(top + Size.label - 4)) { .bareName(Self.fitting(channel)) }
      Tag.rect(
        .classed("track"), .x(0), .y(top + Size.label), .width(Size.width), .height(Size.bar))
      for bar in bars(channel, scale) {
        for layer in [false, true] {
          Tag.rect(
            layer ? nil : .classed(bar.kind.name), layer ? .filled(by: bar.kind.pattern) : nil, .x(bar.start),
            .y(top + Size.label), .width(bar.end - bar.start), .height(Size.bar))
        }
      }
    }
  }

  /// In the order in which they are drawn: what closes for certain comes last.
  private func bars(_ channel: String, _ scale: Scale) -> [Bar] {
    let here = answer.channels.filter { $0.channel == channel }
    let doubts = here.filter { !$0.doubts.isEmpty }.map { _ in scale.bar(.unknown, answer.from, nil) }
    let possible = answer.possible.filter { $0.channel == channel }.map {
      scale.bar(.possible, $0.window.starts, $0.window.ends)
    }
    let pauses = answer.pauses.filter { $0.channel == channel }.map { scale.bar(.paused, $0.starts, $0.ends) }
    let stops = here.flatMap(\.stops).map { scale.bar(.paused, $0.since, nil) }
    let closed = answer.blackouts.filter { $0.channel == channel }.map { scale.bar(.closed, $0.starts, $0.ends) }
    return (doubts + possible + pauses + stops + closed).compactMap(\.self)
  }

  /// A picture's text does not break into lines, so that a long one would be cut off at its end, where names of one council
  /// differ. The table has it whole.
  private static func fitting(_ name: String) -> String {
    let letters = Array(name.printable)
    guard letters.count > Size.letters else { return name }
    let half = Size.letters / 2
    return String(letters.prefix(half)) + "…" + String(letters.suffix(half - 1))
  }

  // MARK: Scale

  private struct Scale {
    let from: ClockTime
    let start: Int
    let end: Int

    /// Nil where it lies outside. A short one is drawn two units wide, so that it does not vanish.
    func bar(_ kind: Kind, _ starts: Moment, _ ends: Moment?) -> Bar? {
      guard let first = ClockTime(starts)?.secondsSince1970 else { return nil }
      let last = ends.flatMap { ClockTime($0)?.secondsSince1970 } ?? end
      guard first < end, last > start else { return nil }
      let left = min(x(max(first, start)), Size.width - 2)
      return Bar(kind: kind, start: left, end: max(left + 2, x(min(last, end))))
    }

    func x(_ seconds: Int) -> Int { (seconds - start) * Size.width / (end - start) }
  }

  private var scale: Scale? {
    guard let from = ClockTime(answer.from), let to = ClockTime(answer.to) else { return nil }
    let (start, end) = (from.secondsSince1970, to.secondsSince1970)
    // Longer ones than a person's life have no names of months to write.
    guard start < end, end - start < 100 * 366 * 86_400 else { return nil }
    return Scale(from: from, start: start, end: end)
  }

  /// A line at the first of each month that has room for its name; a January has its year.
  private func months(_ scale: Scale) -> Markup {
    var markup = Markup()
    var free = 0
    var (year, month) = (scale.from.day.year, scale.from.day.month)
    while true {
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
      guard let first = CalendarDay(year: year, month: month, day: 1) else { break }
      let seconds = first.number * 86_400 - scale.from.offsetMinutes * 60
      guard seconds < scale.end else { break }
      let x = scale.x(seconds)
      guard x >= free, x + Size.month <= Size.width else { continue }
      free = x + Size.month
      let name = month == 1 ? Markup.number(year) : words.shortMonths[month - 1]
      markup =
        markup
        + Tag.line(
          .classed("month"), .x1(x), .x2(x), .y1(4), .y2(Size.months + channels.count * Size.row))
        + Tag.text(.classed("month"), .x(x + 3), .y(14)) { name }
    }
    return markup
  }

  // MARK: Hatching

  private func pattern(_ kind: Kind) -> Markup {
    Tag.pattern(
      .id(kind.pattern), .inUserSpace, .width(6), .height(6), kind == .closed ? .turned : nil
    ) {
      Tag.g(.classed("hatch")) {
        switch kind {
        case .closed: Tag.rect(.x(0), .y(0), .width(2), .height(6))
        case .paused: Tag.rect(.x(0), .y(0), .width(2), .height(6)) + Tag.rect(.x(0), .y(0), .width(6), .height(2))
        case .possible: Tag.rect(.x(0), .y(0), .width(6), .height(3))
        case .unknown: Tag.rect(.x(1), .y(1), .width(2), .height(2))
        }
      }
    }
  }

  private func legend(_ kind: Kind) -> Markup {
    Tag.li {
      Tag.svg(.classed("swatch"), .hiddenFromReaders, .viewBox(width: 28, height: Size.bar)) {
        Tag.rect(.classed(kind.name), .x(0), .y(0), .width(28), .height(Size.bar))
        Tag.rect(.filled(by: kind.pattern), .x(0), .y(0), .width(28), .height(Size.bar))
      }
      " "
      switch kind {
      case .closed: words.closedMark
      case .paused: words.pausedMark
      case .possible: words.possibleMark
      case .unknown: words.notKnown
      }
    }
  }
}
