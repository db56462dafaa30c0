/// Where connectors come from: whoever works with channels knows this and none of them.
package protocol ConnectorProvider: Sendable {
  var list: ConnectorList { get }

  /// Why a link should not be published; nil when nothing speaks against it. `allowed` are the blocks of addresses that the
  /// channel's settings allow.
  func problem(ofLink link: String, allowing allowed: [AddressBlock]) -> ContentProblem?

  /// What the clocks of the receivers that the rules name say, for a gate that doubts its own; nil where none can be asked.
  func receiverClock(_ rules: Ruleset) async -> ClockTestimony?
}
