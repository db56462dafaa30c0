import Foundation
import Publishing
import TestSupport
import Testing
@testable import Connectors

@Suite struct SecretTests {
  private static func texts(_ source: SecretSource) throws -> [String] { try source.read().map { $0.withText { $0 } } }

  @Test func `a secret shows itself in no description, dump or interpolation`() {
    let secret = Secret("whsec_hidden")
    var dumped = ""
    dump(secret, to: &dumped)
    for shown in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
      #expect(!shown.contains("hidden"))
    }
    #expect(!(secret is any Encodable))
  }

  @Test func `a file gives one secret for each line, and its path may be below the folder`() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("one\r\n\n  two \n", to: "secret", mode: 0o640)
    #expect(try Self.texts(SecretSource(.file("secret"), folder: folder.url.path)) == ["one", "two"])
    #expect(try Self.texts(SecretSource(.file(path), folder: "/nowhere")) == ["one", "two"])
  }

  @Test func `a variable gives a secret, and its absence an error that names it`() throws {
    let source = SecretSource(.environment("HOOK_SECRET"), folder: "/") { $0 == "HOOK_SECRET" ? "one two" : nil }
    #expect(try Self.texts(source) == ["one", "two"])
    let missing = SecretSource(.environment("OTHER"), folder: "/") { _ in nil }
    #expect(throws: SecretProblem("The environment variable OTHER is not set; set it where the gate is started.")) {
      try missing.read()
    }
  }

  @Test(arguments: [0o644, 0o604, 0o660, 0o777, 0o700, 0o650])
  func `a file that others can read or change is refused with its mode`(mode: Int) throws {
    let folder = try ScratchFolder()
    try folder.write("one", to: "secret", mode: mode)
    let problem = try #require(throws: SecretProblem.self) {
      try SecretSource(.file("secret"), folder: folder.url.path).read()
    }
    #expect(problem.description.contains("has mode \(String(mode, radix: 8))"))
    #expect(problem.description.contains("chmod 600"))
    #expect(!problem.description.contains("one"))
  }

  @Test func `what is missing, empty, too long or no file is named with a remedy`() throws {
    let folder = try ScratchFolder()
    try folder.write("\n", to: "empty")
    try folder.write(String(repeating: "x", count: 20_000), to: "long")
    for (name, words) in [
      ("missing", "cannot be read (No such file or directory)"), ("empty", "holds no secret"),
      ("long", "is no short text"), (".", "is no file"),
    ] {
      let problem = try #require(throws: SecretProblem.self) {
        try SecretSource(.file(name), folder: folder.url.path).read()
      }
      #expect(problem.description.contains(words), "\(name): \(problem)")
    }
  }
}
