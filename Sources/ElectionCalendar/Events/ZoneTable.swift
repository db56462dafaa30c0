import Elections
import Foundation

/// The zones that one file's events use, each once.
///
/// Names are looked up as they come; what the database does not know waits for the end of its VCALENDAR,
/// because a VTIMEZONE may stand after the events that use it.
struct ZoneTable {
  private(set) var zones: [CalendarZone] = [.utc]
  private let authority: TimeZone
  private var databaseZones: [String: ZoneIndex] = [:]
  private var missing: Set<String> = []
  // Of the VCALENDAR at hand:
  private var waiting: [String: ZoneIndex] = [:]
  private(set) var floating: ZoneIndex
  private var definitions: [String: ZoneDefinition] = [:]
  private var definitionOrder: [String] = []
  private var ownZonesLeft = CalendarLimits.ownZones

  init(authority: TimeZone) {
    self.authority = authority
    floating = ZoneIndex(rawValue: 1)
    zones.append(.database(authority))
  }

  mutating func index(of name: String) -> ZoneIndex {
    if let known = databaseZones[name] { return known }
    if !missing.contains(name) {
      if let zone = ZoneNames.zone(for: name) {
        let index = append(.database(zone))
        databaseZones[name] = index
        return index
      }
      if missing.count < CalendarLimits.problemsInFile { missing.insert(name) }
    }
    if let index = waiting[name] { return index }
    let index = append(.unknown)
    waiting[name] = index
    return index
  }

  subscript(index: ZoneIndex) -> CalendarZone { zones[Int(index.rawValue)] }

  func isWaiting(_ index: ZoneIndex) -> Bool {
    if case .unknown = self[index] { true } else { false }
  }

  /// Starts a VCALENDAR: its floating times stand in the authority's zone until it says otherwise.
  mutating func beginCalendar() {
    waiting = [:]
    definitions = [:]
    definitionOrder = []
    floating = append(.database(authority))
  }

  mutating func add(_ definition: ZoneDefinition) {
    guard let name = definition.name, definitions[name] == nil, definitions.count < 1_000 else { return }
    definitions[name] = definition
    definitionOrder.append(name)
  }

  /// Works out the zones that waited, and the floating one from X-WR-TIMEZONE.
  mutating func endCalendar(zoneName: String?) {
    guard !waiting.isEmpty || zoneName != nil else { return }
    for (name, index) in waiting.sorted(by: { $0.value.rawValue < $1.value.rawValue }) {
      if let zone = ownZone(name, Self.allDays) { zones[Int(index.rawValue)] = .own(zone) }
    }
    guard let zoneName else { return }
    if let zone = ZoneNames.zone(for: zoneName) {
      zones[Int(floating.rawValue)] = .database(zone)
    } else if let zone = ownZone(zoneName, Self.allDays) {
      zones[Int(floating.rawValue)] = .own(zone)
    }
  }

  /// A VTIMEZONE of this VCALENDAR whose name the database knows too.
  struct ShadowedZone {
    let name: String
    let index: ZoneIndex
    let line: Int
    let own: OwnZone
  }

  /// Those zones, each worked out for the days in use, for a comparison (P14).
  mutating func shadowedZones(on days: ClosedRange<CivilDate>) -> [ShadowedZone] {
    var shadowed: [ShadowedZone] = []
    for name in definitionOrder {
      guard let index = databaseZones[name], let line = definitions[name]?.line, let zone = ownZone(name, days)
      else { continue }
      shadowed.append(ShadowedZone(name: name, index: index, line: line, own: zone))
    }
    return shadowed
  }

  var hasDefinitions: Bool { !definitions.isEmpty }

  private static let allDays =
    CivilDate(daysSince1970: -135_140)...CivilDate(daysSince1970: 84_006)  // 1600 to 2199

  private mutating func ownZone(_ name: String, _ days: ClosedRange<CivilDate>) -> OwnZone? {
    guard ownZonesLeft > 0, let definition = definitions[name] else { return nil }
    ownZonesLeft -= 1
    return definition.zone(from: days.lowerBound, to: days.upperBound)
  }

  private mutating func append(_ zone: CalendarZone) -> ZoneIndex {
    zones.append(zone)
    return ZoneIndex(rawValue: Int32(zones.count - 1))
  }
}
