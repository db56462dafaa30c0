/// The pages that a link can lead to. Each address says its language, so that a reader keeps it without a cookie.
enum Place: Hashable {
  case status
  /// `at`: the time asked about; nil for now.
  case why(channel: String, at: String?)
  case upcoming
  case accessibility

  func address(in language: Language) -> Address {
    switch self {
    case .status: Address("/").asking("lang", language.rawValue)
    case .why(let channel, let at):
      if let at {
        Address("/why").appending(channel).asking("at", at).asking("lang", language.rawValue)
      } else {
        Address("/why").appending(channel).asking("lang", language.rawValue)
      }
    case .upcoming: Address("/upcoming").asking("lang", language.rawValue)
    case .accessibility: Address("/accessibility").asking("lang", language.rawValue)
    }
  }

  /// The blackouts as a calendar that other programs subscribe to.
  static let calendar = Address("/purdah.ics")
}
