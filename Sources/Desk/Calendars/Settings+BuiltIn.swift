import Elections
package import Publishing

extension Settings {
  /// Those of a council that has no file of its own.
  package static func builtIn(_ connectors: ConnectorList) throws -> Settings {
    guard let settings = builtIn(publishingBy: connectors.standIn) else {
      throw Failure(.failed, "The time zone database lacks \(defaultZoneName); reinstall Portcullis.")
    }
    return settings
  }
}
