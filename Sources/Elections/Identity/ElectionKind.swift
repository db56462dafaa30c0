/// The sort of poll, which decides its timetable. The raw value is the category in lower case.
package enum ElectionKind: String, CaseIterable, Hashable, Sendable {
  case local
  case parish
  case parishPoll = "parish-poll"
  case mayor
  case policeAndCrimeCommissioner = "pcc"
  case greaterLondonAuthority = "gla"
  case cityOfLondon = "city-of-london"
  case ukParliament = "parl"
  case ukParliamentByElection = "parl-by-election"
  case scottishParliament = "sp"
  case senedd
  case northernIrelandAssembly = "nia"
  case europeanParliament = "europarl"
  case referendumUnderAct = "referendum-ppera"
  case governanceReferendum = "referendum-governance"
  case councilTaxReferendum = "referendum-council-tax"
  case neighbourhoodReferendum = "referendum-neighbourhood"

  package static let referendums: [ElectionKind] = [
    .referendumUnderAct, .governanceReferendum, .councilTaxReferendum, .neighbourhoodReferendum,
  ]

  /// The only nation in which this kind is held, where there is one.
  package var onlyNation: Nation? {
    switch self {
    case .greaterLondonAuthority, .cityOfLondon: .england
    case .scottishParliament: .scotland
    case .senedd: .wales
    case .northernIrelandAssembly: .northernIreland
    default: nil
    }
  }

  package var name: String {
    switch self {
    case .local: "local election"
    case .parish: "parish, town or community council election"
    case .parishPoll: "parish poll"
    case .mayor: "mayoral election"
    case .policeAndCrimeCommissioner: "police and crime commissioner election"
    case .greaterLondonAuthority: "London Mayor and Assembly election"
    case .cityOfLondon: "City of London ward election"
    case .ukParliament: "UK general election"
    case .ukParliamentByElection: "UK parliamentary by-election"
    case .scottishParliament: "Scottish Parliament election"
    case .senedd: "Senedd election"
    case .northernIrelandAssembly: "Northern Ireland Assembly election"
    case .europeanParliament: "European Parliament election"
    case .referendumUnderAct: "referendum under an Act (PPERA)"
    case .governanceReferendum: "governance referendum"
    case .councilTaxReferendum: "council-tax referendum"
    case .neighbourhoodReferendum: "neighbourhood planning referendum"
    }
  }
}
