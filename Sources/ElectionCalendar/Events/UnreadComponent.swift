import Elections
import Texts

/// What a component other than VCALENDAR and VEVENT may hold that somebody means to be read.
enum UnreadComponent: Hashable {
  /// No election can stand in it.
  case ordinary
  case tasks
  case journal
  /// One that nobody knows.
  case unknown(String)
  /// Its name is nearly VEVENT, or none that a component can have.
  case meantAsEvent(String)

  init(_ name: ByteView) {
    if Self.withoutElections.contains(where: { name.equals(upperCased: $0) }) {
      self = .ordinary
    } else if name.equals(upperCased: "VTODO") {
      self = .tasks
    } else if name.equals(upperCased: "VJOURNAL") {
      self = .journal
    } else {
      self = Self.named(name)
    }
  }

  private static let withoutElections: [StaticString] = [
    "VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VFREEBUSY", "VAVAILABILITY", "AVAILABLE", "PARTICIPANT",
    "VLOCATION", "VRESOURCE",
  ]

  private static func named(_ name: ByteView) -> UnreadComponent {
    let bytes = (0..<name.count).map { name[$0].upperCased }
    let letters = bytes.filter { (65...90).contains($0) }
    let isName = bytes.allSatisfy { (65...90).contains($0) || $0.isDigit || $0 == UInt8(ascii: "-") }
    let isNear = letters.count < 10 && distance(letters, Array("VEVENT".utf8)) <= 2
    let text = name.string.uppercased()
    // Private components are of the program that writes them.
    if bytes.starts(with: "X-".utf8) { return isNear ? .unknown(text) : .ordinary }
    return isNear || !isName ? .meantAsEvent(text) : .unknown(text)
  }

  /// How many letters must be put in, left out or exchanged to make one word of another.
  private static func distance(_ word: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (index, letter) in word.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for place in other.indices {
        let exchanged = diagonal + (letter == other[place] ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(exchanged, row[place] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }

  var severity: CalendarProblem.Severity { if case .meantAsEvent = self { .error } else { .warning } }

  /// What is lost by it, and the remedy; nil where nothing is.
  var message: String? {
    switch self {
    case .ordinary: nil
    case .tasks: "Tasks (VTODO) are not read, so those of this file close nothing; enter an election as VEVENT."
    case .journal:
      "Journal entries (VJOURNAL) are not read, so those of this file close nothing; enter an election as VEVENT."
    case .unknown(let name):
      "A component “\(name.printable)” is not known, and none of this file is read; enter an election as VEVENT."
    case .meantAsEvent(let name):
      "“\(name.printable)” is no component of a calendar, so what stands in it is not read; write BEGIN:VEVENT and "
        + "END:VEVENT if it is an event, or remove it."
    }
  }
}
