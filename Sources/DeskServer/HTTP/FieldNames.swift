import Desk
import HTTPTypes

/// Headers that the library has no names for.
extension HTTPField.Name {
  static let serviceVersion = named(DeskProtocol.versionField)
  static let actingFor = named(DeskProtocol.actingForField)
  static let referrerPolicy = named("Referrer-Policy")
  /// Whether a proxy may gather what is streamed (nginx).
  static let accelBuffering = named("X-Accel-Buffering")

  private static func named(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("“\(text)” is no header's name.") }
    return name
  }
}
