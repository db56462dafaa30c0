import Testing
import Texts

@Suite struct SigningTests {
  /// RFC 8032, 7.1: TEST 1 and TEST 3.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", [] as [UInt8]
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", [0xAF, 0x82]
    ),
  ])
  func `a key has the public half that RFC 8032 gives, and what it signs is proved by that alone`(
    secret: String, open: String, message: [UInt8]
  ) throws {
    let key = try #require(Hexadecimal.bytes(secret).flatMap(SigningKey.init(bytes:)))
    #expect(Hexadecimal.text(key.verifyingKey.bytes) == open)
    let signature = key.signature(of: message)
    let other = try #require(Hexadecimal.bytes(open).flatMap(VerifyingKey.init(bytes:)))
    #expect(signature.count == 64 && other.isValid(signature, for: message))
    #expect(!other.isValid(signature, for: message + [0]))
    #expect(!SigningKey().verifyingKey.isValid(signature, for: message))
    var changed = signature
    changed[10] ^= 1
    #expect(!other.isValid(changed, for: message) && !other.isValid([], for: message))
  }

  @Test func `the signature of RFC 8032 is taken`() throws {
    let open = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    let signature =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    let key = try #require(Hexadecimal.bytes(open).flatMap(VerifyingKey.init(bytes:)))
    #expect(key.isValid(try #require(Hexadecimal.bytes(signature)), for: []))
  }

  @Test func `what is no key is none`() {
    #expect(SigningKey(bytes: []) == nil && SigningKey(bytes: [UInt8](repeating: 1, count: 31)) == nil)
    #expect(VerifyingKey(bytes: [UInt8](repeating: 1, count: 33)) == nil)
  }
}
