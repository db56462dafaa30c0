package import Foundation

/// The built program, run as a user would.
package struct Program {
  package struct Outcome {
    package let status: Int32
    package let output: String
    package let errors: String

    package var json: Any? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) }
    package var object: [String: Any] { json as? [String: Any] ?? [:] }
    package var list: [[String: Any]] { json as? [[String: Any]] ?? [] }
  }

  /// The folder that it runs in, removed again with this value's last copy.
  package final class Folder: Sendable {
    package let url: URL
    package init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "portcullis-cli-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: url) }

    package func write(_ path: String, _ text: String) throws {
      let file = url.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// The shipped bank holidays, and no elections.
    package func addBankHolidays() throws {
      try FileManager.default.createDirectory(
        at: url.appending(path: "calendars/elections"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Places.calendars.appending(path: "bank-holidays"), to: url.appending(path: "calendars/bank-holidays"))
    }
  }

  /// Beside the test bundle, where the build put it.
  package static let path = built("portcullis")

  /// The program of a council that keeps a register: it acts as whoever the login names, though one account has them all.
  package static let peoples = built("PeoplesProgram")

  private static func built(_ name: String) -> URL {
    var folder = Bundle(for: Folder.self).bundleURL
    while folder.path != "/" {
      let program = folder.appending(path: name)
      if FileManager.default.isExecutableFile(atPath: program.path) { return program }
      folder.deleteLastPathComponent()
    }
    return Places.checkout.appending(path: ".build/debug/\(name)")
  }

  package static func run(
    _ arguments: String...,
    in folder: URL = Places.checkout,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(arguments, in: folder, environment: environment)
  }

  /// `login`: as another person's, where the system lets a test do that.
  package static func run(
    _ arguments: [String],
    in folder: URL,
    environment: [String: String],
    input: String = "",
    login: OtherLogin? = nil,
    program: URL = path
  ) throws -> Outcome {
    // Files instead of pipes: neither can fill up while the other is read.
    let scratch = try Folder()
    let names = ["output", "errors"].map { scratch.url.appending(path: $0) }
    for name in names { try Data().write(to: name) }
    let handles = try names.map { try FileHandle(forWritingTo: $0) }
    let inputFile = scratch.url.appending(path: "input")
    try Data(input.utf8).write(to: inputFile)
    // Nothing of the tests' own surroundings may matter.
    let process = try ChildProcess(
      login == nil ? program : OtherLogin.unshare, (login?.prefix(program.path) ?? []) + arguments, in: folder,
      environment: ["PATH": "/usr/bin:/bin", "COLUMNS": "80", "HOME": scratch.url.path].merging(environment) { $1 },
      input: .file(try FileHandle(forReadingFrom: inputFile)), output: .file(handles[0]), errors: .file(handles[1]))
    let status = process.exitCode()
    let texts = try names.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: status, output: texts[0], errors: texts[1])
  }
}
