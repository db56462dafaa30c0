import Commands
import Connectors
import Publishing
import SQLiteStore

/// The program as it ships but for one rule: whoever opens the store acts as the person of the register whom their login names.
///
/// Stories of several people are told by it in the one account that the tests have. What only the shipped program shows, who may
/// open the store and who is known through the service, is tested on that, under accounts of their own.
@main
struct PeoplesProgram {
  static func main() async {
    await Portcullis.run(
      openStore: { path, access throws(StoreError) in try SQLiteStore(path: path, access: access) },
      connectors: AllConnectors(), peopleActAtStore: true)
  }
}
