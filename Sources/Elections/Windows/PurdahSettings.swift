/// What an authority may choose about its own windows (`purdah:` in the settings).
package struct PurdahSettings: Hashable, Sendable {
  /// From when a UK general election closes channels: councils differ (2024: 30 May or 4 June).
  package enum GeneralElectionStart: String, CaseIterable, Sendable { case dissolution, notice }
  /// Which end of the 28 to 35 working days counts as notice in Scotland.
  package enum ScottishNotice: String, CaseIterable, Sendable { case earliest, latest }
  package enum End: String, CaseIterable, Sendable {
    case closeOfPoll = "close-of-poll"
    case endOfPollingDay = "end-of-polling-day"
  }

  package var generalElectionStarts = GeneralElectionStart.dissolution
  package var scottishNotice = ScottishNotice.earliest
  package var ends = End.closeOfPoll
  /// Days of public thanksgiving or mourning that were not made bank holidays.
  package var extraNonWorkingDays: Set<CivilDate> = []

  package init() {}
}
