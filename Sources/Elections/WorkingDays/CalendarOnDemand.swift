import Synchronization

/// A calendar of working days that is laid out when the first election asks for it: most questions meet few of the kinds.
final class CalendarOnDemand: Sendable {
  private let made = Mutex<WorkingDayCalendar?>(nil)
  private let make: @Sendable () -> WorkingDayCalendar

  init(_ make: @escaping @Sendable () -> WorkingDayCalendar) { self.make = make }

  var calendar: WorkingDayCalendar {
    made.withLock { made in
      if let made { return made }
      let calendar = make()
      made = calendar
      return calendar
    }
  }
}
