import Foundation
import TestSupport
import Testing

/// What the built program answers, byte for byte: the contract that scripts rely on.
///
/// The files lie in `Golden`: `Council` is the council that is asked, `Answers` holds what it answers, and `Help` the help of
/// every command. To make the answers anew after a change that is meant, look at what `git diff` then shows of them:
///
///     PORTCULLIS_WRITE_GOLDEN=1 swift test --filter GoldenTests
@Suite struct GoldenTests {
  @Test func `every answer is the one that is kept`() throws {
    let answers = try Self.answers.get()
    for (name, text) in answers {
      #expect(Placeholders.remains(in: text).isEmpty, "\(name) holds \(Placeholders.remains(in: text))")
    }
    for difference in try GoldenFiles("Answers").differences(from: answers) { Issue.record("\(difference)") }
  }

  @Test func `the help of every command is the one that is kept`() throws {
    var texts: [String: String] = [:]
    for command in try Self.commands() {
      let help = try Program.run(command.path + ["--help"], in: Places.checkout, environment: [:])
      #expect(help.status == 0 && help.errors.isEmpty, "\(command.path): \(help.errors)")
      texts[(["portcullis"] + command.path).joined(separator: "-") + ".txt"] = help.output
    }
    for difference in try GoldenFiles("Help").differences(from: texts) { Issue.record("\(difference)") }
  }

  @Test func `every command is asked something`() throws {
    let asked = try Self.story.get().answers.map(\.arguments)
    // What sets a machine up, or takes that away, is tried in a copy of one (try-set-up.sh): here it would make an account of this machine, or stop its service.
    for command in try Self.commands()
    where command.isLeaf && ![["service", "set-up"], ["service", "remove"]].contains(command.path) {
      #expect(asked.contains { $0.starts(with: command.path) }, "nothing asks “\(command.path.joined(separator: " "))”")
    }
  }

  // MARK: The story

  private struct Told: Sendable {
    let answers: [GoldenAnswer]
    let placeholders: Placeholders
  }

  /// Told once for all tests.
  private static let story = Result {
    var story = try GoldenStory()
    let posts = try story.act()
    try story.question(posts)
    try story.questionWhileGateRuns()
    try story.questionLog(posts)
    try story.questionChangedFiles()
    let json = story.answers.compactMap { answer in answer.outcome.json.map { (answer.name, $0) } }
    return Told(
      answers: story.answers,
      placeholders: Placeholders(of: json, log: story.log, folder: story.council.folder.url))
  }

  /// What may be kept of it.
  private static let answers = Result {
    let told = try story.get()
    return Dictionary(
      told.answers.map { ($0.name, told.placeholders.replaced(in: $0.text)) },
      uniquingKeysWith: { _, _ in preconditionFailure("two answers have one name") })
  }

  // MARK: The commands

  private struct Command: Decodable {
    let commandName: String
    let shouldDisplay: Bool?
    let subcommands: [Command]?
  }

  /// Every command that people are shown, as the program describes itself; `help` is the parser's own.
  private static func commands() throws -> [(path: [String], isLeaf: Bool)] {
    struct Description: Decodable { let command: Command }
    func paths(_ command: Command, _ path: [String]) -> [(path: [String], isLeaf: Bool)] {
      let children = (command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
      return [(path, children.isEmpty)] + children.flatMap { paths($0, path + [$0.commandName]) }
    }
    let description = try Program.run("--experimental-dump-help")
    return paths(try JSONDecoder().decode(Description.self, from: Data(description.output.utf8)).command, [])
  }
}
