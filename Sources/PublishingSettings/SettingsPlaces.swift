import Yams

/// Where a settings file puts the store and the service's socket, without reading anything else of it.
///
/// Every command looks for them before it does anything, and a file with a fault elsewhere must not hide the service that
/// answers by the rules in force.
package struct SettingsPlaces {
  /// `sqlite:PATH`, as written.
  package let store: String?
  /// As written.
  package let socket: String?

  package init(in text: String) {
    // Most files name neither, and nothing of them is read then.
    guard text.hasPrefix("store:") || text.contains("\nstore:") || text.contains("socket"),
      SettingsBounds.excess(in: text) == nil, let root = try? Yams.compose(yaml: text, .basic)
    else {
      (store, socket) = (nil, nil)
      return
    }
    store = root["store"]?.scalar?.string
    socket = root["service"]?["socket"]?.scalar?.string
  }
}
