/// Holds a place for the fate of every event that was read, until it is closed into `EventAccounts`.
///
/// It cannot be copied, and closing it is the only way to the accounts, which every answer about calendars
/// carries: an event without a fate is found there, and makes the answer doubtful.
struct EventLedger: ~Copyable {
  private let files: [CalendarFile]
  private var fates: [[Fate?]]

  init(_ files: [CalendarFile]) {
    self.files = files
    fates = files.map { Array(repeating: nil, count: $0.events.count) }
  }

  /// The first decision about an event stands: what is used is used, whatever another of its dates does.
  mutating func settle(_ member: EventPlace, _ fate: Fate) {
    let (file, event) = (Int(member.file), Int(member.event))
    if fates[file][event] == nil { fates[file][event] = fate }
  }

  /// The counts, and the events that nothing decided about: none, unless Portcullis itself is at fault.
  consuming func close() -> (accounts: EventAccounts, problems: [CalendarProblem]) {
    var accounts = EventAccounts()
    var problems: [CalendarProblem] = []
    for (number, file) in files.enumerated() {
      accounts.add(unreadable: file.eventCount - file.events.count)
      for (event, fate) in zip(file.events, fates[number]) {
        guard let fate else {
          accounts.add(unreadable: 1)
          problems.append(
            CalendarProblem(
              severity: .error, file: file.path, line: Int(event.line), uid: event.uid,
              message: "Nothing was decided about this event, which is a fault in Portcullis; please report it."))
          continue
        }
        accounts.add(fate, of: files.source(of: event, in: number), in: files)
      }
    }
    return (accounts, problems)
  }
}
