import Contract
import Desk
import Texts

/// Overrides in a line each.
struct OverrideText {
  let civil: CivilText

  func line(_ override: OverrideAnswer) -> String {
    let decided = override.decider.map { ", decided by \($0.visibleLine)" } ?? ""
    return "\(override.override)  \(override.delivery)  \(Style.bold(override.state)), \(override.basis), until "
      + "\(civil.short(override.until)), asked for by \(override.requester.visibleLine)\(decided): "
      + override.reason.visibleLine
  }
}
