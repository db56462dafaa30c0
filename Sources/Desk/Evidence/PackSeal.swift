import Contract
package import Elections
import Foundation
package import Publishing
package import Texts

/// What proves a pack without Portcullis and without the store: a checkpoint of the log that it was made from, the sums of
/// all its files, and signatures of both.
package struct PackSeal {
  package static let sums = "SHA256SUMS"
  package static let sumsSignature = "SHA256SUMS.sig"
  package static let checkpoint = "checkpoint.json"
  private static let message = "checkpoint.txt"
  private static let signature = "checkpoint.sig"
  private static let publicKey = "checkpoint.pem"
  private static let readme = "README.txt"

  private let key: SigningKey
  private let signed: SignedCheckpoint
  private let civil: CivilText

  package init(_ head: LogHead, of origin: String, by key: SigningKey, at now: Instant, civil: CivilText) {
    self.key = key
    self.civil = civil
    signed = SignedCheckpoint(Checkpoint(origin: origin, head: head, at: now), by: key)
  }

  /// The files that the manifest names with all others.
  package var files: [(name: String, bytes: [UInt8])] {
    [
      (Self.checkpoint, Array(JSON(encoding: CheckpointAnswer(signed, civil)).text.utf8)),
      (Self.message, Array(signed.checkpoint.message.utf8)), (Self.signature, signed.signature),
      (Self.publicKey, Array(Self.pem(signed.key).utf8)), (Self.readme, Array(Self.words(signed.key).utf8)),
    ]
  }

  /// The files that come after the manifest, since they cover it too.
  package func closing(_ manifest: PackManifest, _ manifestHash: ContentHash) -> [(name: String, bytes: [UInt8])] {
    let sums = Array(Self.sums(manifest, manifestHash).utf8)
    return [(Self.sums, sums), (Self.sumsSignature, key.signature(of: sums))]
  }

  /// As `sha256sum` writes and reads it.
  private static func sums(_ manifest: PackManifest, _ manifestHash: ContentHash) -> String {
    (manifest.files.map { ($0.hash, $0.path) } + [(manifestHash, PackManifest.name)])
      .map { "\($0.0.hex)  \($0.1)\n" }.joined()
  }

  /// What is wrong with the seal of a pack, a sentence for each fault, and what it proves; a pack without one proves nothing.
  static func check(
    _ manifest: PackManifest, _ manifestHash: ContentHash, bytes: (_ name: String) throws -> [UInt8]?
  ) rethrows -> (signed: SignedCheckpoint?, faults: [String]) {
    guard let sums = try bytes(Self.sums) else {
      let isSealed = manifest.files.contains { $0.path == checkpoint }
      return (nil, isSealed ? ["\(Self.sums) is missing from the pack."] : [])
    }
    guard let text = try bytes(checkpoint),
      let answer = try? JSONDecoder().decode(CheckpointAnswer.self, from: Data(text)),
      let signed = try? answer.signed()
    else { return (nil, ["\(checkpoint) is missing, or was changed: its signature does not fit."]) }
    var faults: [String] = []
    if manifest.head.map({ LogHead(entry: $0.id, hash: $0.hash) }) != signed.checkpoint.head {
      faults.append("\(checkpoint) is of another log, or another time, than the manifest.")
    }
    if sums != Array(Self.sums(manifest, manifestHash).utf8) {
      faults.append("\(Self.sums) does not name the files that the manifest names.")
    }
    if !signed.key.isValid(try bytes(sumsSignature) ?? [], for: sums) {
      faults.append("\(sumsSignature) is missing, or is no signature of \(Self.sums) by the key of \(checkpoint).")
    }
    if try bytes(publicKey) != Array(pem(signed.key).utf8) {
      faults.append("\(publicKey) is not the key of \(checkpoint).")
    }
    return (signed, faults)
  }

  /// As other programs read a key: SubjectPublicKeyInfo (RFC 8410, section 4), in PEM (RFC 7468).
  package static func pem(_ key: VerifyingKey) -> String {
    let algorithm: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let text = Data(algorithm + key.bytes).base64EncodedString()
    return "-----BEGIN PUBLIC KEY-----\n\(text)\n-----END PUBLIC KEY-----\n"
  }

  private static func words(_ key: VerifyingKey) -> String {
    """
    This pack can be checked without Portcullis, in the folder that it is unpacked into:

      openssl pkeyutl -verify -pubin -inkey \(publicKey) -rawin -in \(sums) -sigfile \(sumsSignature)
      sha256sum --check \(sums)
      openssl pkeyutl -verify -pubin -inkey \(publicKey) -rawin -in \(message) -sigfile \(signature)

    The first two say that no file was changed since the pack was made, the third that the council's audit log had this
    many entries and this last hash then (\(message); manifest.json names the same). Each entry of audit.json has the hash
    of the one before it.

    They prove it of whoever has the key. Compare it with the one of a checkpoint that the council gave out before:

      \(Hexadecimal.text(key.bytes))

    “portcullis audit verify --pack” checks all of it, and beside the council's store the entries as well.

    """
  }
}
