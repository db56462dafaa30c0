package import ElectionCalendar
package import Elections
package import Publishing

extension Workspace {
  /// What this command itself finds unreadable among the files of the revision in force, whether a gate runs or not.
  /// Files of another place say nothing about it.
  package func ownDoubts() -> [SourceDoubt] {
    guard let adopted, isOrigin(of: adopted.revision) else { return [] }
    return doubts(on: DiskSnapshot(self), now: Self.now)
  }

  /// A doubt for each file and folder of a look at the disk that cannot be relied on.
  package func doubts(on disk: DiskSnapshot, now: Instant) -> [SourceDoubt] {
    if settingsProblem == nil, disk.unreadable.isEmpty, adopted?.revision.governing == disk.snapshot { return [] }
    let read = ReadSnapshot(disk, days: Self.days(around: now, zone: civil.zone))
    let settings = settingsProblem.map { [SourceDoubt(source: settingsName, detail: $0, since: now)] } ?? []
    return settings + SourceDoubt.of(read.forecast.errors, since: now)
  }
}

extension SourceDoubt {
  /// One for each file that has errors, by its first.
  package static func of(_ errors: [CalendarProblem], since now: Instant) -> [SourceDoubt] {
    Dictionary(grouping: errors, by: \.file).sorted { $0.key < $1.key }.map { file, errors in
      let more: Sentence = errors.count > 1 ? " (and \(errors.count - 1) more; see \(Remedy.checkCalendars))" : ""
      return SourceDoubt(source: file, detail: "\(errors[0].description)\(more)", since: now)
    }
  }

  /// What the gate has found and what this command has, each once.
  package static func joined(_ known: [SourceDoubt], _ found: [SourceDoubt]) -> [SourceDoubt] {
    known + found.filter { doubt in !known.contains { $0.source == doubt.source } }
  }
}
