import ElectionCalendar
import Elections
import Foundation
import TestSupport

/// Small calendars for tests.
enum CalendarText {
  /// A VCALENDAR around these lines, ended as RFC 5545 asks.
  static func calendar(_ lines: [String]) -> [UInt8] {
    bytes(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"] + lines + ["END:VCALENDAR"])
  }

  static func bytes(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\r\n" }.joined().utf8) }

  /// A VEVENT with a UID and these lines.
  static func event(_ uid: String, _ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z"] + lines + ["END:VEVENT"]
  }

  static func read(_ lines: [String]) -> CalendarFile { read(calendar(lines)) }

  static func read(_ bytes: [UInt8]) -> CalendarFile { CalendarReader.read(bytes, path: "test.ics", zone: .london) }
}

extension CalendarFile {
  var errors: [CalendarProblem] { problems.filter { $0.severity == .error } }
  var warnings: [CalendarProblem] { problems.filter { $0.severity == .warning } }

  /// The occurrences of these days as `uid start`, all-day ones by their day, others in London's time.
  func occurrences(_ from: String = "2026-01-01", _ to: String = "2027-01-01") -> [String] {
    CalendarSet([self], zone: .london).occurrences(in: .day(from)..<(.day(to))).occurrences.map { occurrence in
      switch occurrence.start {
      case .day(let day): "\(occurrence.event.uid) \(day)"
      case .instant(let instant): "\(occurrence.event.uid) \(TimeZone.london.civil(at: instant))"
      }
    }
  }
}
