package import Elections
import Foundation

/// The bank holidays as published, for tests that need no calendar file.
package enum PublishedHolidays {
  private struct File: Decodable {
    struct Day: Decodable { let date: String }
    struct Supplement: Decodable { let divisions: [String: [Day]] }
    let divisions: [String: [Day]]
    let supplement_2010_2011: Supplement
  }

  /// 2012 to 2028, with 2010 and 2011 besides unless they are left out.
  package static func days(withSupplement: Bool = true) throws -> [HolidayDivision: Set<CivilDate>] {
    try (withSupplement ? withBoth : withoutSupplement).get()
  }

  private static let withBoth = Result { try read(withSupplement: true) }
  private static let withoutSupplement = Result { try read(withSupplement: false) }

  private static func read(withSupplement: Bool) throws -> [HolidayDivision: Set<CivilDate>] {
    let url = Places.checkout.appending(path: "Tests/ElectionsTests/Fixtures/bank-holidays.json")
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    var days: [HolidayDivision: Set<CivilDate>] = [:]
    for division in HolidayDivision.allCases {
      let listed =
        (file.divisions[division.rawValue] ?? [])
        + (withSupplement ? file.supplement_2010_2011.divisions[division.rawValue] ?? [] : [])
      days[division] = Set(listed.compactMap { CivilDate($0.date) })
    }
    return days
  }

  package static func holidays(withSupplement: Bool = true) throws -> BankHolidays {
    BankHolidays(try days(withSupplement: withSupplement))
  }
}

extension CivilDate {
  /// For literals in tests, which name days that exist.
  package static func day(_ text: String) -> CivilDate {
    guard let date = CivilDate(text) else { preconditionFailure("\(text) is no day") }
    return date
  }
}

extension Election {
  /// An election with what a test cares about.
  package static func on(
    _ day: CivilDate,
    _ kinds: [ElectionKind],
    in nation: Nation = .england,
    id: String? = nil,
    area: String? = nil,
    status: Status = .confirmed,
    notice: CivilDate? = nil,
    line: Int = 1
  ) -> Election {
    let source = SourceLine(file: "elections/test.ics", line: line, uid: id ?? "test")
    return Election(
      id: id.flatMap { ElectionID($0) }, kinds: kinds, nation: nation,
      area: area.flatMap { Area($0) } ?? id.flatMap { ElectionID($0)?.stem.area }, pollingDay: day,
      summary: "A poll", status: status, notice: notice.map { PublishedNotice(day: $0, source: source) },
      source: source)
  }
}
