import Foundation
import Publishing
import PublishingSettings
import Texts

/// Lengths of time as options and import files give them: `90s`, `30m`, `4h`, `2d`, `1w`.
package enum SpanText {
  package static func duration(_ text: String?, _ name: String) throws -> Duration? {
    guard let text else { return nil }
    guard let duration = Duration(settingsText: text) else {
      throw Failure(.usage, "“\(text)” in \(name) is no length of time; write 30m, 2h or 1d.")
    }
    return duration
  }
}
