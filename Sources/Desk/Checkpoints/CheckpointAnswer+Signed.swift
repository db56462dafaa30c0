package import Contract
import Elections
import Foundation
package import Publishing
import Texts

extension CheckpointAnswer {
  package init(_ signed: SignedCheckpoint, _ civil: CivilText) {
    let checkpoint = signed.checkpoint
    self.init(
      entry: Int(checkpoint.head.entry), hash: checkpoint.head.hash.hex, at: Moment(civil.rfc3339(checkpoint.at)),
      signature: Hexadecimal.text(signed.signature), origin: checkpoint.origin,
      key: Hexadecimal.text(signed.key.bytes))
  }

  /// Read back; throws where it is none, or the signature is not its key's.
  package func signed() throws -> SignedCheckpoint {
    guard entry > 0, let hash = ContentHash(hex: hash), let at = try? CivilText(zone: .gmt).instant(at.text),
      let signature = Hexadecimal.bytes(signature),
      let key = Hexadecimal.bytes(key).flatMap(VerifyingKey.init(bytes:)),
      let signed = SignedCheckpoint(
        Checkpoint(origin: origin, head: LogHead(entry: Int64(entry), hash: hash), at: at), signature: signature,
        key: key)
    else {
      throw Failure(
        .badInput,
        "The checkpoint of entry \(entry) at \(at.text.visibleLine) was changed: it does not have the signature that its key "
          + "gives.")
    }
    return signed
  }
}
