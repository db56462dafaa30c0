/// Where connectors come from: whoever works with channels knows this and none of them.
package protocol ConnectorProvider: Sendable {
  /// The connector of a channel under its rules.
  ///
  /// `companionFolder`: where media lie, and what a channel's connector has to remember between two runs. `published`: the
  /// channel's newest posts, for those that show them anew.
  func connector(
    of channel: Channel, under rules: Ruleset, companionFolder: String,
    published: @escaping @Sendable (_ limit: Int) async throws -> [PublishedPost]
  ) throws -> any Connector

  /// What people should know of each connector.
  var descriptions: [ConnectorDescription] { get }

  /// Why a link should not be published; nil when nothing speaks against it. `allowed` are the blocks of addresses that the
  /// channel's settings allow.
  func problem(ofLink link: String, allowing allowed: [AddressBlock]) -> ContentProblem?

  /// What is no fault of the settings, and keeps a channel from publishing on this machine; nil where nothing does.
  /// `folder`: where relative paths in the settings start.
  func problem(onThisMachineOf channel: Channel, folder: String) -> String?

  /// What the clocks of the receivers that the rules name say, for a gate that doubts its own; nil where none can be asked.
  func receiverClock(_ rules: Ruleset) async -> ClockTestimony?
}
