/// The part of the United Kingdom whose law and bank holidays a poll follows.
package enum Nation: String, CaseIterable, Hashable, Sendable {
  case england
  case wales
  case scotland
  case northernIreland = "northern-ireland"

  package var name: String {
    switch self {
    case .england: "England"
    case .wales: "Wales"
    case .scotland: "Scotland"
    case .northernIreland: "Northern Ireland"
    }
  }

  /// Bank holidays are proclaimed for three divisions; England and Wales share one.
  package var division: HolidayDivision {
    switch self {
    case .england, .wales: .englandAndWales
    case .scotland: .scotland
    case .northernIreland: .northernIreland
    }
  }
}
