/// Why a delivery may leave inside a blackout.
package enum OverrideBasis: String, CaseIterable, Hashable, Codable, Sendable {
  case emergency, statutory
  case electionInformation = "election-information"
  case publicSafety = "public-safety"
}
