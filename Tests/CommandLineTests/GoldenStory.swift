import Foundation
import Synchronization
import TestSupport

/// The council of the golden files, with what the built program answered to everything it was asked.
///
/// Nothing depends on who tells the story, where or when: the clock stands where the story is, the people are those of the
/// council's register, and the council is a copy of `Golden/Council`.
struct GoldenStory {
  let council: Council
  private let clock: ShiftedClock
  private let names: GivenNames
  private(set) var answers: [GoldenAnswer] = []
  private var moment = ""
  private var person = ""

  init() throws {
    council = try Council(copyOf: GoldenFiles.folder.appending(path: "Council"))
    clock = try ShiftedClock()
    // No receiver can be asked for the time here, so the kernel has to vouch for a clock that goes on by weeks.
    try clock.synchronise(true)
    names = try GivenNames()
  }

  /// From here on it is this moment, and this person acts.
  mutating func turn(to moment: String, _ person: String) throws {
    try clock.stand(at: try Date(moment, strategy: .iso8601))
    self.moment = moment
    self.person = person
  }

  /// The same moment, and another person.
  mutating func turn(to person: String) { self.person = person }

  // MARK: Asking

  /// Asks for JSON. `name` is that of the golden file, without its extension.
  @discardableResult
  mutating func ask(_ name: String, _ command: String) throws -> GoldenAnswer {
    try ask(GoldenQuestion(name, command))
  }

  /// The same in a folder below the council's.
  @discardableResult
  mutating func ask(_ question: GoldenQuestion, in folder: String = "") throws -> GoldenAnswer {
    let answer = try answer(question, in: folder)
    answers.append(answer)
    return answer
  }

  /// Asks what changes nothing, several questions at a time.
  mutating func ask(_ questions: [GoldenQuestion]) throws {
    let found = Mutex<[Int: Result<GoldenAnswer, any Error>]>([:])
    let story = self
    DispatchQueue.concurrentPerform(iterations: questions.count) { place in
      let answer = Result { try story.answer(questions[place], in: "") }
      found.withLock { $0[place] = answer }
    }
    answers += try found.withLock { answers in try questions.indices.compactMap { try answers[$0]?.get() } }
  }

  /// Queues a post, and gives its number.
  mutating func queue(_ name: String, _ words: String) throws -> String {
    let answer = try ask(name, "post add \(words)")
    guard let post = answer.outcome.object["post"] as? String else {
      throw Council.Unexpected(words: "\(name): \(answer.outcome.errors)")
    }
    return post
  }

  private func answer(_ question: GoldenQuestion, in folder: String) throws -> GoldenAnswer {
    let outcome = try Program.run(
      question.arguments, in: council.folder.url.appending(path: folder),
      environment: council.environment.merging(surroundings) { $1 }.merging(question.environment) { $1 },
      program: council.program)
    return GoldenAnswer(question, by: person, at: moment, outcome)
  }

  /// What the program is told of clock, person and machine.
  var surroundings: [String: String] {
    clock.environment.merging(names.environment(login: person, host: "council-server")) { "\($0):\($1)" }
      .merging(["HOME": council.folder.url.appending(path: "home").path]) { $1 }
  }

  /// The machine goes on while the clock stands, which a gate takes for a clock that was set once a minute has gone by. So
  /// somebody vouches for it before gates run.
  func vouchForClock() throws {
    let outcome = try Program.run(
      ["gate", "confirm-clock", "--reason", "It stands as it should"], in: council.folder.url,
      environment: council.environment.merging(surroundings) { $1 }.merging(["GIVEN_LOGIN": "clerk"]) { $1 },
      program: council.program)
    guard outcome.status == 0 else { throw Council.Unexpected(words: outcome.errors) }
  }

  // MARK: Changing files

  /// Puts a file of `Golden/Changes` into the council's folder.
  func change(_ path: String, to name: String) throws {
    let change = GoldenFiles.folder.appending(path: "Changes").appending(path: name)
    try Data(contentsOf: change).write(to: council.folder.url.appending(path: path), options: .atomic)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: council.folder.url.appending(path: path))
  }
}

/// One command, and where its answer is kept.
struct GoldenQuestion: Sendable {
  /// With the extension: `json`, or `txt` for words.
  let name: String
  let command: String
  var environment: [String: String] = [:]

  /// Answered as JSON.
  init(_ name: String, _ command: String, _ environment: [String: String] = [:]) {
    self.init(name: name + ".json", command: command + " --format json", environment: environment)
  }

  /// Answered in words.
  static func inWords(_ name: String, _ command: String) -> GoldenQuestion {
    GoldenQuestion(name: name + ".txt", command: command)
  }

  /// Both.
  static func twice(_ name: String, _ command: String) -> [GoldenQuestion] {
    [GoldenQuestion(name, command), inWords(name, command)]
  }

  private init(name: String, command: String, environment: [String: String] = [:]) {
    self.name = name
    self.command = command
    self.environment = environment
  }

  /// The command's words: parted by spaces, but for those between double quotes.
  var arguments: [String] {
    command.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { place, part in
      place.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
    }
  }
}

/// What the program answered: the question, standard output as it is, standard error line by line, and the exit code.
struct GoldenAnswer: Sendable {
  let name: String
  let arguments: [String]
  let outcome: Program.Outcome
  let text: String

  init(_ question: GoldenQuestion, by person: String, at moment: String, _ outcome: Program.Outcome) {
    name = question.name
    arguments = question.arguments
    self.outcome = outcome
    let output = outcome.output.utf8
    let end = output.isEmpty || output.last == UInt8(ascii: "\n") ? "" : "\n(no end of line)\n"
    let errors = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false).map { "! \($0)\n" }
      .dropLast(outcome.errors.utf8.last == UInt8(ascii: "\n") || outcome.errors.isEmpty ? 1 : 0)
    text =
      "\(person), \(moment) $ portcullis \(question.command)\n" + outcome.output + end + errors.joined()
      + "exit \(outcome.status)\n"
  }
}

extension Council {
  /// A copy of a council that lies in a folder, with the modes that secrets and programs need, whatever the mask for new
  /// files is here.
  init(copyOf origin: URL) throws {
    folder = try Program.Folder()
    program = Program.peoples
    environment = ["PORTCULLIS_STORE": "sqlite:" + folder.url.appending(path: "store/portcullis.sqlite").path]
    let manager = FileManager.default
    for path in [""] + (try manager.subpathsOfDirectory(atPath: origin.path)).sorted() {
      let (source, target) = (origin.appending(path: path), folder.url.appending(path: path))
      let isFolder = (try source.resourceValues(forKeys: [.isDirectoryKey])).isDirectory == true
      if isFolder {
        try manager.createDirectory(at: target, withIntermediateDirectories: true)
      } else {
        try Data(contentsOf: source).write(to: target)
      }
      let mode = isFolder || path.hasPrefix("programs/") ? 0o755 : path.hasPrefix("secrets/") ? 0o600 : 0o644
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    }
  }
}
