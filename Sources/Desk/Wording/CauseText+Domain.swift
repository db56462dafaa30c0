package import Contract
package import Elections
package import Publishing

/// The same for causes that come in no answer: what a gate decides, and what is asked before something is queued.
extension CauseText {
  package func line(_ cause: Cause) -> String { line(ContractValues(civil).cause(cause)) }

  package func name(_ window: PurdahWindow) -> String { name(ContractValues(civil).window(window)) }

  package func lines(of hold: Hold, indent: String, _ cause: (HoldCause) -> [String]) -> [String] {
    let values = ContractValues(civil)
    return lines(of: values.causes(hold.causes), taking: values.turns(hold), indent: indent, cause)
  }
}
