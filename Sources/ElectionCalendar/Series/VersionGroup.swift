import Elections
import Foundation

/// The components of one UID that may be versions of one another.
struct VersionGroup {
  /// Versions that say exactly the same, wherever they stand.
  private struct Class {
    let version: EventVersion
    var members: [EventPlace]
    /// The VCALENDARs that hold it.
    var calendars: Set<Calendar>
    /// The one that counts for all: the first by file and line.
    var counts: EventPlace { members.min() ?? members[0] }
  }

  private struct Calendar: Hashable {
    let file: Int32
    let calendar: ZoneIndex
  }

  private let members: [EventPlace]
  private let meanings: EventMeanings
  private let files: [CalendarFile]
  private let zone: TimeZone
  /// Components that share a name, and all count.
  private(set) var rivals: [[EventPlace]] = []

  /// More versions of one name are never ranked: all of them count.
  private static let mostVersions = 200

  init(_ members: [EventPlace], meanings: EventMeanings, files: [CalendarFile], zone: TimeZone) {
    self.members = members
    self.meanings = meanings
    self.files = files
    self.zone = zone
  }

  /// The series that count; what does not count is settled in the ledger.
  mutating func settle(_ ledger: inout EventLedger) -> [Series] {
    var mains: [EventPlace] = []
    var overrides: [Series.Key: [EventPlace]] = [:]
    let isAllDay = members.contains { files.event($0).details?.recurrenceID == nil && files.event($0).start.isDate }
    for member in members {
      guard let key = files.key(of: member, zone: zone) else {
        mains.append(member)
        continue
      }
      // A time on an all-day series names a day.
      let day = isAllDay ? SeriesExpansion.day(namedBy: member, files: files, zone: zone) : nil
      overrides[day.map { .day($0) } ?? key, default: []].append(member)
    }
    let countingMains = counting(mains, &ledger)
    let countingOverrides = overrides.mapValues { counting($0, &ledger) }
    return series(countingMains, countingOverrides)
  }

  /// Which of the versions of one occurrence count.
  private mutating func counting(_ members: [EventPlace], _ ledger: inout EventLedger) -> [Class] {
    var places: [EventVersion: Int] = [:]
    var classes: [Class] = []
    for member in members {
      let calendar = Calendar(file: member.file, calendar: files.event(member).calendarZone)
      let version = EventVersion(member, meaning: meanings[member], in: files, zone: zone)
      if let place = places[version] {
        classes[place].members.append(member)
        classes[place].calendars.insert(calendar)
      } else {
        places[version] = classes.count
        classes.append(Class(version: version, members: [member], calendars: [calendar]))
      }
    }
    let canRank = classes.count <= Self.mostVersions
    let counting = classes.filter { one in
      let newer =
        canRank
        ? classes.filter { $0.version.replaces(one.version) && $0.calendars.isDisjoint(with: one.calendars) } : []
      let newest = newer.max { ($0.version.sequence, $1.counts) < ($1.version.sequence, $0.counts) }
      guard let newest else { return true }
      for member in one.members { ledger.settle(member, .superseded(by: newest.counts)) }
      return false
    }
    for one in counting {
      for member in one.members where member != one.counts { ledger.settle(member, .repeats(one.counts)) }
    }
    if counting.count > 1 { rivals.append(counting.map(\.counts)) }
    return counting
  }

  /// Which overrides belong to which of several series: those of its own VCALENDARs. One that stands in none of
  /// them counts by itself.
  private func series(_ mains: [Class], _ overrides: [Series.Key: [Class]]) -> [Series] {
    func members(_ classes: [Series.Key: [Class]]) -> [Series.Key: [EventPlace]] {
      classes.mapValues { $0.map(\.counts) }.filter { !$0.value.isEmpty }
    }
    if mains.count < 2 {
      return [Series(main: mains.first?.counts, overrides: members(overrides))]
    }
    var homeless = overrides
    let series = mains.map { main in
      let own = overrides.mapValues { $0.filter { !$0.calendars.isDisjoint(with: main.calendars) } }
      homeless = homeless.mapValues { $0.filter { $0.calendars.isDisjoint(with: main.calendars) } }
      return Series(main: main.counts, overrides: members(own))
    }
    let rest = members(homeless)
    return rest.isEmpty ? series : series + [Series(main: nil, overrides: rest)]
  }
}
