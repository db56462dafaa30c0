import Elections

/// Where an event stands among the files that were read.
struct EventPlace: Hashable, Comparable, Sendable {
  let file: Int32
  let event: Int32

  static func < (left: Self, right: Self) -> Bool { (left.file, left.event) < (right.file, right.event) }
}

extension [CalendarFile] {
  func event(_ place: EventPlace) -> CalendarEvent { self[Int(place.file)].events[Int(place.event)] }

  func source(of place: EventPlace) -> SourceLine { source(of: event(place), in: Int(place.file)) }

  func source(of event: CalendarEvent, in file: Int) -> SourceLine {
    SourceLine(file: self[file].path, line: Int(event.line), uid: event.uid)
  }
}
