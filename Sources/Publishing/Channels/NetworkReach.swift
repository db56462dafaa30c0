/// Where an address may lead, and whom its server must be trusted by.
package struct NetworkReach: Hashable, Sendable {
  /// Plain http to other machines.
  package var allowsInsecure = false
  /// Blocks of addresses that are not public and are allowed all the same, as `10.1.0.0/16`.
  package var networks: [AddressBlock] = []
  /// Further authorities that may vouch for the server, as a PEM file; for a council's own.
  package var trustFile: String?

  package init(allowsInsecure: Bool = false, networks: [AddressBlock] = [], trustFile: String? = nil) {
    self.allowsInsecure = allowsInsecure
    self.networks = networks
    self.trustFile = trustFile
  }
}
