import Foundation
import Glibc
import Machine

/// Something that must never be printed. Its bytes are reached only by `withText`, and it cannot be encoded.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  package init(_ text: String) { self.text = text }

  package var description: String { "(a secret)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

  package func withText<Result>(_ body: (String) throws -> Result) rethrows -> Result { try body(text) }
}

/// Where a channel's secrets are, read anew at every use so that they can be changed while the gate runs.
package struct SecretSource: Sendable {
  /// The most that a file of secrets holds, in bytes.
  private static let largestFile = 16 * 1024

  private let reference: SecretReference
  private let folder: String
  private let environment: @Sendable (String) -> String?

  /// - Parameters:
  ///   - reference: What the settings say.
  ///   - folder: A relative path is below it.
  ///   - environment: The value of a variable.
  package init(
    _ reference: SecretReference, folder: String,
    environment: @escaping @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
  ) {
    self.reference = reference
    self.folder = folder
    self.environment = environment
  }

  /// One secret for each line that is not blank; the first is the newest by custom. At least one.
  package func read() throws(SecretProblem) -> [Secret] {
    let (text, place) = try content()
    let secrets = text.split(whereSeparator: \.isWhitespace).map { Secret(String($0)) }
    guard !secrets.isEmpty else { throw SecretProblem("\(place) holds no secret; write one there.") }
    return secrets
  }

  private func content() throws(SecretProblem) -> (text: String, place: String) {
    switch reference {
    case .environment(let name):
      guard let value = environment(name) else {
        throw SecretProblem("The environment variable \(name) is not set; set it where the gate is started.")
      }
      return (value, "The environment variable \(name)")
    case .file(let path):
      let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      return (try Self.content(of: whole), "The secret file “\(whole)”")
    }
  }

  /// Mode and content are taken from the same open file, so that neither can be exchanged between the two looks.
  private static func content(of path: String) throws(SecretProblem) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      let reason = ErrorNumber(errno)
      throw SecretProblem(
        "The secret file “\(path)” cannot be read (\(reason)); see that it is there and belongs to the account that "
          + "runs the gate.")
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SecretProblem("“\(path)” is no file; name the file that holds the secret.")
    }
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw SecretProblem(
        "The secret file “\(path)” belongs to the user number \(status.st_uid), who is neither root nor the account that "
          + "runs the gate, so another could have put it there; run: chown root “\(path)”.")
    }
    guard status.st_mode & 0o777 & ~0o640 == 0 else {
      throw SecretProblem(
        "The secret file “\(path)” has mode \(String(status.st_mode & 0o777, radix: 8)), so others can read or change "
          + "it; run: chmod 600 “\(path)”, and think of replacing the secret.")
    }
    var bytes = [UInt8](repeating: 0, count: largestFile + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
    guard (0...largestFile).contains(count), let text = String(validating: bytes[..<max(count, 0)], as: UTF8.self)
    else {
      throw SecretProblem("The secret file “\(path)” is no short text; write one secret to a line.")
    }
    return text
  }
}

/// Why a secret cannot be had, and what to do; it never quotes one.
package struct SecretProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
