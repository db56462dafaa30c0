/// The table of purdah rules.
///
/// No statute fixes a council's period: it runs from publication of the notice of election to the
/// election (Code of Recommended Practice on Local Authority Publicity 2011, paragraph 34), and the law
/// fixes only the latest day for that notice. A computed start is that latest day, so a notice or a
/// window given by hand always wins. Nothing here is legal advice.
package enum PurdahRules {
  /// The rule for a kind in a nation under an authority's settings; the unclassified rule where the
  /// nation holds no such poll.
  package static func rule(
    for kind: ElectionKind?,
    in nation: Nation,
    settings: PurdahSettings
  ) -> PurdahRule {
    guard let kind else { return unclassified }
    let row = rows.first {
      $0.kind == kind && $0.nations.contains(nation) && ($0.applies?(settings) ?? true)
    }
    return row?.rule(in: nation) ?? unclassified
  }

  /// Whether some rule is known for a kind in a nation.
  package static func isHeld(_ kind: ElectionKind, in nation: Nation) -> Bool {
    rows.contains { $0.kind == kind && $0.nations.contains(nation) }
  }

  /// 35 working days over the union of all bank holidays: no rule below starts earlier.
  package static let unclassified = PurdahRule(
    id: "unclassified-35-working-days",
    start: .workingDays(35, .anyPartOfTheUK),
    citation: "No law: an entry that nobody has classified is given the longest plausible window",
    notice: .startsWith("the longest plausible window, since nobody has said what kind of poll it is"),
    confidence: .low,
    isEstimate: true,
    closeOfPollSecond: tenInTheEvening
  )

  static let tenInTheEvening: Int32 = 22 * 3600
  static let nineInTheEvening: Int32 = 21 * 3600

  /// Whose bank holidays a row counts.
  enum Calendar {
    case own, ownAndEasterMonday, anyPartOfTheUK, cityOfLondon

    func excludedDays(in nation: Nation) -> ExcludedDays {
      switch self {
      case .own: ExcludedDays(divisions: [nation.division])
      case .ownAndEasterMonday: ExcludedDays(divisions: [nation.division], easterMonday: true)
      case .anyPartOfTheUK: .anyPartOfTheUK
      case .cityOfLondon: ExcludedDays(divisions: [nation.division], cityBreaks: true)
      }
    }
  }

  enum Count { case working(Int, Calendar), calendar(Int) }

  struct Row {
    let kind: ElectionKind
    let nations: Set<Nation>
    let count: Count
    var closeOfPoll = tenInTheEvening
    var isEstimate = false
    var confidence = PurdahRule.Confidence.high
    /// Nil where the row holds under every setting.
    var applies: (@Sendable (PurdahSettings) -> Bool)?
    let citation: String
    /// Nil where the counted day itself is the last on which notice may lawfully be published; so a row that says nothing
    /// lets no notice begin a window later.
    var notice: NoticeLaw?

    func rule(in nation: Nation) -> PurdahRule {
      let (name, start): (String, PurdahRule.Start) =
        switch count {
        case .working(let days, let calendar):
          ("\(days)-working-days", .workingDays(days, calendar.excludedDays(in: nation)))
        case .calendar(let days): ("\(days)-days", .calendarDays(days))
        }
      return PurdahRule(
        id: "\(kind.rawValue)-\(name)",
        start: start,
        citation: citation,
        notice: notice ?? noticeOnCountedDay,
        confidence: confidence,
        isEstimate: isEstimate,
        closeOfPollSecond: closeOfPoll
      )
    }

    private var noticeOnCountedDay: NoticeLaw {
      switch count {
      case .working(let days, _): .notice(lastDay: days, notBefore: nil)
      case .calendar(let days): .startsWith("the day \(days) days before the poll")
      }
    }
  }

  private static let england: Set<Nation> = [.england]
  private static let wales: Set<Nation> = [.wales]
  private static let scotland: Set<Nation> = [.scotland]
  private static let northernIreland: Set<Nation> = [.northernIreland]
  private static let englandAndWales: Set<Nation> = [.england, .wales]
  private static let everywhere = Set(Nation.allCases)

  static let rows: [Row] = [
    // Councils
    Row(
      kind: .local, nations: england, count: .working(25, .own),
      citation: "Local Elections (Principal Areas) (England and Wales) Rules 2006 (SI 2006/3304) "
        + "Sch 2 and 3 r.1–2, as amended by SI 2014/494"
    ),
    Row(
      kind: .local, nations: wales, count: .working(25, .own),
      citation: "Local Elections (Principal Areas) (Wales) Rules 2021; before May 2022 SI 2006/3304"
    ),
    Row(
      kind: .local, nations: scotland, count: .working(35, .ownAndEasterMonday),
      applies: { $0.scottishNotice == .earliest },
      citation: "Scottish Local Government Elections Order 2011 (SSI 2011/399) Sch 1 r.1–2: "
        + "notice between the 35th and the 28th working day",
      notice: .notice(lastDay: 28, notBefore: 35)
    ),
    Row(
      kind: .local, nations: scotland, count: .working(28, .ownAndEasterMonday),
      applies: { $0.scottishNotice == .latest },
      citation: "Scottish Local Government Elections Order 2011 (SSI 2011/399) Sch 1 r.1–2: "
        + "the last day for notice",
      notice: .notice(lastDay: 28, notBefore: 35)
    ),
    Row(
      kind: .local, nations: northernIreland, count: .working(25, .own),
      citation: "Electoral Law Act (Northern Ireland) 1962 Sch 5; SI 2010/2977"
    ),
    Row(
      kind: .cityOfLondon, nations: england, count: .working(25, .cityOfLondon), confidence: .medium,
      citation: "City of London wardmote law: 25 working days, with the City's Easter and Christmas breaks"
    ),
    Row(
      kind: .parish, nations: england, count: .working(25, .own),
      citation: "Local Elections (Parishes and Communities) (England and Wales) Rules 2006 "
        + "(SI 2006/3305) Sch 2 and 3 r.1–2, as amended by SI 2014/492"
    ),
    Row(
      kind: .parish, nations: wales, count: .working(25, .own),
      citation: "Local Elections (Communities) (Wales) Rules 2021; before May 2022 SI 2006/3305"
    ),
    Row(
      kind: .parishPoll, nations: englandAndWales, count: .working(25, .own),
      closeOfPoll: nineInTheEvening, isEstimate: true, confidence: .medium,
      citation: "Parish and Community Meetings (Polls) Rules 1987 (SI 1987/1): there is no notice of "
        + "election; the poll is held on the 14th to 25th day after it is demanded",
      notice: .startsWith("the earliest day on which such a poll can be demanded")
    ),
    // Mayors, commissioners, London
    Row(
      kind: .mayor, nations: england, count: .working(25, .own),
      citation: "Local Authorities (Mayoral Elections) Regulations 2007 (SI 2007/1024) Sch 1 and 3 r.3–4, "
        + "as amended by SI 2014/370; Combined Authorities (Mayoral Elections) Order 2017 (SI 2017/67) "
        + "Sch 1 and 3 r.3–4, as amended by SI 2024/131"
    ),
    Row(
      kind: .policeAndCrimeCommissioner, nations: englandAndWales, count: .working(25, .own),
      citation: "Police and Crime Commissioner Elections Order 2012 (SI 2012/1917) Sch 3 r.1, 3, "
        + "as amended by SI 2014/921 and SI 2016/300"
    ),
    Row(
      kind: .greaterLondonAuthority, nations: england, count: .working(30, .own),
      citation: "Greater London Authority Elections Rules 2007 (SI 2007/3541), as amended by SI 2016/24"
    ),
    // Parliaments
    Row(
      kind: .ukParliament, nations: everywhere, count: .working(25, .anyPartOfTheUK),
      applies: { $0.generalElectionStarts == .dissolution },
      citation: "Dissolution of Parliament at the beginning of the 25th working day: Representation of the "
        + "People Act 1983 Sch 1 r.1–2; Electoral Registration and Administration Act 2013 s.14; "
        + "Dissolution and Calling of Parliament Act 2022",
      notice: .startsWith("the dissolution of Parliament")
    ),
    Row(
      kind: .ukParliament, nations: everywhere, count: .working(22, .anyPartOfTheUK),
      applies: { $0.generalElectionStarts == .notice },
      citation: "Notice of election by 16:00 on the 22nd working day: Representation of the People Act 1983 "
        + "Sch 1 r.1–2; Electoral Registration and Administration Act 2013 s.14"
    ),
    Row(
      kind: .ukParliamentByElection, nations: everywhere, count: .working(27, .own), isEstimate: true,
      citation: "Representation of the People Act 1983 Sch 1; Erskine May 2.7: the notice follows the writ, "
        + "not polling day, and the poll is held 21 to 27 working days after the writ",
      // The writ comes at least 21 working days before the poll, and notice is due within two working days of it.
      notice: .notice(lastDay: 19, notBefore: nil)
    ),
    Row(
      kind: .scottishParliament, nations: scotland, count: .working(35, .ownAndEasterMonday),
      applies: { $0.scottishNotice == .earliest },
      citation: "Scottish Parliament (Elections etc.) Order 2015 (SSI 2015/425) Sch 2 r.1: "
        + "notice between the 35th and the 28th working day",
      notice: .notice(lastDay: 28, notBefore: 35)
    ),
    Row(
      kind: .scottishParliament, nations: scotland, count: .working(28, .ownAndEasterMonday),
      applies: { $0.scottishNotice == .latest },
      citation: "Scottish Parliament (Elections etc.) Order 2015 (SSI 2015/425) Sch 2 r.1: "
        + "the last day for notice",
      notice: .notice(lastDay: 28, notBefore: 35)
    ),
    Row(
      kind: .senedd, nations: wales, count: .working(25, .own),
      citation: "National Assembly for Wales (Representation of the People) Order 2007 (SI 2007/236) Sch 5, "
        + "as amended by SI 2016/272"
    ),
    Row(
      kind: .northernIrelandAssembly, nations: northernIreland, count: .working(25, .own),
      citation: "Northern Ireland Assembly (Elections) Order, as amended by SI 2009/256 Sch 1"
    ),
    Row(
      kind: .europeanParliament, nations: everywhere, count: .working(25, .own), confidence: .medium,
      citation: "European Parliamentary Elections Regulations 2004; last held in 2019"
    ),
    // Referendums: two count calendar days, neighbourhood plans working days
    Row(
      kind: .referendumUnderAct, nations: everywhere, count: .calendar(27),
      citation: "Political Parties, Elections and Referendums Act 2000 s.125: "
        + "28 days that include polling day"
    ),
    Row(
      kind: .governanceReferendum, nations: england, count: .calendar(28), confidence: .medium,
      citation: "Local Authorities (Conduct of Referendums) (England) Regulations 2012 (SI 2012/323) reg. 5: "
        + "the period beginning 28 days before the date"
    ),
    Row(
      kind: .governanceReferendum, nations: wales, count: .calendar(28), confidence: .medium,
      citation: "Local Authorities (Conduct of Referendums) (Wales) Regulations 2008 (SI 2008/1848)"
    ),
    Row(
      kind: .councilTaxReferendum, nations: englandAndWales, count: .calendar(28), confidence: .low,
      citation: "Local Authorities (Conduct of Referendums) (Council Tax Increases) (England) Regulations "
        + "2012 (SI 2012/444) reg. 4"
    ),
    Row(
      kind: .neighbourhoodReferendum, nations: everywhere, count: .working(28, .own),
      citation: "Neighbourhood Planning (Referendums) Regulations 2012 (SI 2012/2031) reg. 4(1A), 5: "
        + "the latest day for the information statement",
      notice: .startsWith("the information statement")
    ),
  ]
}
