import Glibc

/// The environment that the process was started with.
///
/// Foundation's answer is the same, but it sets up much that a question such as `status` never needs.
package enum ProcessEnvironment {
  /// Every variable; of one that is there twice the first, as `getenv` finds it.
  package static func variables() -> [String: String] {
    var found: [String: String] = [:]
    var place = unsafe environ
    while let entry = unsafe place.pointee {
      let text = unsafe String(cString: entry)
      if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(text[..<sign])
        if found[name] == nil { found[name] = String(text[text.index(after: sign)...]) }
      }
      unsafe place += 1
    }
    return found
  }

  /// What a variable says; nil where it is not there.
  package static func value(of name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
