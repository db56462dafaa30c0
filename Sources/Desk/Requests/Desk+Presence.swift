package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  /// Whether a gate is there to send anything, from the data alone (G-38).
  package func gateSign() async throws -> GateSign {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.answering(choice)
    return ContractValues(workspace.civil).gate(try await GatePresence(store))
  }

  /// What the pages say of themselves and of whom to write to, by the settings in force.
  package func pageFacts() async throws -> (council: String?, contact: String?, nation: String) {
    let settings = try await Workspace.answering(choice).settings
    return (settings.authority.name, settings.service.contact, settings.authority.nation.rawValue)
  }
}
