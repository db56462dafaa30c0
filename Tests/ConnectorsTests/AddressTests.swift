import Publishing
import Synchronization
import Testing
@testable import Connectors

@Suite struct AddressTests {
  @Test(arguments: [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.3", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    "2001::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "64:ff9b:1::1", "::7f00:1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::",
  ])
  func `C-31: an address that is not public is refused, also inside another`(text: String) throws {
    let address = try #require(IPAddress(text: text))
    #expect(AddressGuard.kind(of: address) != nil)
  }

  @Test(arguments: [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
    "192.0.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
    "2001:4860:4860::8888", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
  ])
  func `a public address is let through, also inside another`(text: String) throws {
    let address = try #require(IPAddress(text: text))
    #expect(AddressGuard.kind(of: address) == nil)
    #expect(IPAddress(text: address.text) == address)
  }

  @Test(arguments: ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "1.2.3.4.5", "", "::1%lo", "g::1"])
  func `what is no address in its standard form is a name to look up`(text: String) {
    #expect(IPAddress(text: text) == nil)
  }

  @Test func `a block holds its first and last address and no other, at every width`() throws {
    let block = try #require(AddressBlock("10.20.0.0/15"))
    func holds(_ text: String) -> Bool { IPAddress(text: text).map(block.contains) ?? false }
    #expect(holds("10.20.0.0") && holds("10.21.255.255") && !holds("10.19.255.255") && !holds("10.22.0.0"))
    let wide = try #require(AddressBlock("2001:db8:0:0:8000::/65"))
    #expect(IPAddress(text: "2001:db8::8000:0:0:1").map(wide.contains) == true)
    #expect(IPAddress(text: "2001:db8::7fff:0:0:1").map(wide.contains) == false)
    #expect(AddressBlock("0.0.0.0/0")?.contains(.v4(.max)) == true)
    for text in ["10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "x/8"] { #expect(AddressBlock(text) == nil) }
  }

  // MARK: Names

  private static func target(_ url: String, _ addresses: [String], insecure: Bool = false) async throws(AddressProblem)
    -> CheckedTarget
  {
    let guarded = AddressGuard(allowsInsecure: insecure) { _, _ in addresses.compactMap(IPAddress.init(text:)) }
    return try await guarded.target(of: url, within: .seconds(1))
  }

  @Test func `a name leads to the address that was checked and no other`() async throws {
    let target = try await Self.target("HTTPS://Hooks.Example.org/In?a=B#part", ["2606:4700::1111", "1.1.1.1"])
    #expect(target.url == "https://hooks.example.org/In?a=B")
    #expect(target.address == IPAddress(text: "1.1.1.1"))
    #expect(target.dnsOverride == ["hooks.example.org": "1.1.1.1"])
  }

  @Test func `C-31: one forbidden address among a name's is enough to refuse it, with the address and a remedy`()
    async throws
  {
    let problem = try await #require(throws: AddressProblem.self) {
      try await Self.target("https://hooks.example.org/", ["1.1.1.1", "10.0.0.5"])
    }
    #expect(
      problem.description
        == "hooks.example.org leads to 10.0.0.5, which is a private address, so nothing is sent there; put the receiver "
        + "at a public address, or write 127.0.0.1 where it runs on this machine.")
  }

  @Test func `C-31: a name is looked up at every sending, so one that changes to a forbidden address is refused`()
    async throws
  {
    let answers = Mutex(["1.1.1.1", "169.254.169.254"])
    let guarded = AddressGuard { _, _ in
      answers.withLock { [$0.removeFirst()] }.compactMap(IPAddress.init(text:))
    }
    _ = try await guarded.target(of: "https://rebind.example/", within: .seconds(1))
    await #expect(throws: AddressProblem.self) {
      try await guarded.target(of: "https://rebind.example/", within: .seconds(1))
    }
  }

  @Test(arguments: [
    "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://localhost./",
  ])
  func `C-31: loopback in another form is looked up by the system and refused`(url: String) async throws {
    let guarded = AddressGuard(allowsInsecure: true)
    let problem = try await #require(throws: AddressProblem.self) {
      try await guarded.target(of: url, within: .seconds(5))
    }
    // A resolver without these old forms knows no such name, which is as safe.
    #expect(problem.description.contains("a loopback address") || problem.description.contains("looked up"))
  }

  @Test(arguments: [
    "https://10.0.0.1/", "https://[::1%25lo]/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/",
  ])
  func `C-31: a forbidden address that is written as such is refused`(url: String) async {
    await #expect(throws: AddressProblem.self) { try await Self.target(url, []) }
  }

  @Test func `loopback is allowed only where the address itself says so`() async throws {
    #expect(try await Self.target("http://127.0.0.1:8405/x", []).dnsOverride.isEmpty)
    #expect(try await Self.target("http://[::1]:8405/x", []).url == "http://[::1]:8405/x")
    #expect(try await Self.target("http://localhost/x", ["::1", "127.0.0.1"]).address == IPAddress(text: "127.0.0.1"))
    await #expect(throws: AddressProblem.self) { try await Self.target("https://127.0.0.2/", []) }
    await #expect(throws: AddressProblem.self) { try await Self.target("http://localhost/", ["10.0.0.1"]) }
    await #expect(throws: AddressProblem.self) { try await Self.target("https://mine.example/", ["127.0.0.1"]) }
  }

  @Test func `C-32: plain http is refused except to loopback or where the channel allows it`() async throws {
    await #expect(throws: AddressProblem.self) { try await Self.target("http://hooks.example.org/", ["1.1.1.1"]) }
    #expect(try await Self.target("http://hooks.example.org/", ["1.1.1.1"], insecure: true).host == "hooks.example.org")
  }

  @Test(arguments: [
    "", "hooks.example.org", "ftp://hooks.example.org/", "https://", "https://user@hooks.example.org/",
    "https://user:hunter2@hooks.example.org/", "https://a%2fb/", "https://hooks.example.org:0/",
    "https://hooks.example.org:70000/", "https://[fe80::1", "https://a b/",
  ])
  func `an address that cannot be used is refused without being quoted whole`(url: String) async throws {
    let problem = try await #require(throws: AddressProblem.self) { try await Self.target(url, ["1.1.1.1"]) }
    #expect(!problem.description.contains("hunter2"))
  }

  @Test func `a name without addresses is refused, and a channel may allow a block`() async throws {
    await #expect(throws: AddressProblem.self) { try await Self.target("https://empty.example/", []) }
    let block = try #require(AddressBlock("10.1.0.0/16"))
    let guarded = AddressGuard(allowed: [block]) { _, _ in [.v4(0x0A01_0203)] }
    #expect(try await guarded.target(of: "https://inside.example/", within: .seconds(1)).address.text == "10.1.2.3")
  }
}
