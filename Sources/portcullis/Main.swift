import Commands
import Connectors
import Publishing
import SQLiteStore

/// Puts the parts together: the one place that knows which store and which connectors there are.
@main
struct Main {
  static func main() async {
    await Portcullis.run(
      openStore: { path, access throws(StoreError) in try SQLiteStore(path: path, access: access) },
      connectors: AllConnectors())
  }
}
