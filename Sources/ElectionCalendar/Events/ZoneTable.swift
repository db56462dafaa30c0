import Elections
import Foundation

/// The zones that one file's events use, each once.
///
/// Names are looked up as they come; what the database does not know waits for the end of its VCALENDAR,
/// because a VTIMEZONE may stand after the events that use it.
struct ZoneTable {
  private(set) var zones: [CalendarZone] = [.utc]
  private let authority: TimeZone
  /// Names that the database was asked for.
  private var known: [String: TimeZone] = [:]
  private var missing: Set<String> = []
  /// Every VTIMEZONE of the file, the first of each name.
  private var allDefinitions: [String: ZoneDefinition] = [:]
  /// What waited in earlier VCALENDARs and was not explained there.
  private var unexplained: [(name: String, index: ZoneIndex)] = []
  private var ownZonesLeft = CalendarLimits.ownZones
  // Of the VCALENDAR at hand:
  private var waiting: [String: ZoneIndex] = [:]
  /// Each VCALENDAR has its own, because its VTIMEZONEs may read the same name otherwise than another's do.
  private var databaseZones: [String: ZoneIndex] = [:]
  private(set) var floating: ZoneIndex
  private var floatingName: String?
  private var definitions: [String: ZoneDefinition] = [:]
  private var definitionOrder: [String] = []
  /// The zones that each VCALENDAR names as its own, by the zone of its floating times.
  private(set) var named: [ZoneIndex: [ZoneIndex]] = [:]

  init(authority: TimeZone) {
    self.authority = authority
    floating = ZoneIndex(rawValue: 1)
    zones.append(.database(authority))
  }

  mutating func index(of name: String) -> ZoneIndex {
    if let index = databaseZones[name] { return index }
    if !missing.contains(name) {
      if let zone = known[name] ?? ZoneNames.zone(for: name) {
        known[name] = zone
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
    databaseZones = [:]
    definitions = [:]
    definitionOrder = []
    floating = append(.database(authority))
  }

  mutating func add(_ definition: ZoneDefinition) {
    guard let name = definition.name, definitions[name] == nil, definitions.count < 1_000 else { return }
    definitions[name] = definition
    definitionOrder.append(name)
    if allDefinitions[name] == nil, allDefinitions.count < 1_000 { allDefinitions[name] = definition }
  }

  /// Works out the zones that waited, and the floating one from X-WR-TIMEZONE; false where nothing knows that.
  mutating func endCalendar(zoneName: String?) -> Bool {
    for (name, index) in waiting.sorted(by: { $0.value.rawValue < $1.value.rawValue }) {
      if let zone = ownZone(definitions[name], Self.allDays) {
        zones[Int(index.rawValue)] = .own(zone)
      } else {
        unexplained.append((name, index))
      }
    }
    waiting = [:]
    floatingName = zoneName
    nameOwnZones()
    guard let zoneName else { return true }
    if let zone = ZoneNames.zone(for: zoneName) {
      zones[Int(floating.rawValue)] = .database(zone)
    } else if let zone = ownZone(definitions[zoneName], Self.allDays) {
      zones[Int(floating.rawValue)] = .own(zone)
    } else {
      return false
    }
    // Many exports name UTC whatever their calendar's place is.
    if !self[floating].staysAtUTC { named[floating, default: []].append(floating) }
    return true
  }

  /// In which zone a calendar was made its VTIMEZONEs say too.
  private mutating func nameOwnZones() {
    let found = definitionOrder.prefix(CalendarLimits.ownZones).compactMap { name -> CalendarZone? in
      ZoneNames.zone(for: name).map { .database($0) } ?? ownZone(definitions[name], Self.allDays).map { .own($0) }
    }
    if !found.isEmpty { named[floating] = found.map { append($0) } }
  }

  /// Looks for what a VCALENDAR did not explain itself among the VTIMEZONEs of the whole file.
  mutating func endFile() {
    for (name, index) in unexplained {
      if let zone = ownZone(allDefinitions[name], Self.allDays) { zones[Int(index.rawValue)] = .own(zone) }
    }
    unexplained = []
  }

  /// Whether the file has a VTIMEZONE of this name, which then could not be used.
  func defines(_ name: String) -> Bool { allDefinitions[name] != nil }

  /// What the file's own VTIMEZONEs make of zones that the database reads otherwise, by the database's zone.
  private(set) var disputed: [ZoneIndex: CalendarZone] = [:]

  mutating func dispute(_ shadowed: ShadowedZone, _ index: ZoneIndex) { disputed[index] = .own(shadowed.own) }

  /// A VTIMEZONE of this VCALENDAR whose name the database knows too.
  struct ShadowedZone {
    let name: String
    /// Of the times that carry its name, and of floating ones where X-WR-TIMEZONE does.
    let indices: [ZoneIndex]
    let line: Int
    let own: OwnZone
  }

  /// Those zones, each worked out for the days in use, for a comparison (P14).
  mutating func shadowedZones(on days: ClosedRange<CivilDate>) -> [ShadowedZone] {
    var shadowed: [ShadowedZone] = []
    for name in definitionOrder {
      let indices = shadowedIndices(name)
      guard !indices.isEmpty, let line = definitions[name]?.line,
        let zone = ownZone(definitions[name], days)
      else { continue }
      shadowed.append(ShadowedZone(name: name, indices: indices, line: line, own: zone))
    }
    return shadowed
  }

  /// VTIMEZONEs of this VCALENDAR that cannot be used, though the database knows their names.
  var brokenShadows: [(name: String, indices: [ZoneIndex], line: Int)] {
    definitionOrder.compactMap { name in
      let indices = shadowedIndices(name)
      guard let definition = definitions[name], definition.isBroken, !indices.isEmpty else { return nil }
      return (name, indices, definition.line)
    }
  }

  /// The database's zones that a VTIMEZONE of this name means too.
  private func shadowedIndices(_ name: String) -> [ZoneIndex] {
    var indices = databaseZones[name].map { [$0] } ?? []
    if name == floatingName, case .database = self[floating] { indices.append(floating) }
    return indices
  }

  var hasDefinitions: Bool { !definitions.isEmpty }

  private static let allDays =
    CivilDate(daysSince1970: -135_140)...CivilDate(daysSince1970: 84_006)  // 1600 to 2199

  private mutating func ownZone(_ definition: ZoneDefinition?, _ days: ClosedRange<CivilDate>) -> OwnZone? {
    guard ownZonesLeft > 0, let definition else { return nil }
    ownZonesLeft -= 1
    return definition.zone(from: days.lowerBound, to: days.upperBound)
  }

  private mutating func append(_ zone: CalendarZone) -> ZoneIndex {
    zones.append(zone)
    return ZoneIndex(rawValue: Int32(zones.count - 1))
  }
}
