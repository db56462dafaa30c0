import ArgumentParser
import Contract
import Desk

struct GateHealth: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Tells from the data alone whether a gate is working, and what waits.",
    discussion: """
      Exit codes: 0 all is well; 69 something due and open is overdue by more than a minute, no heartbeat came for 30 \
      seconds, a file of the rules cannot be read for more than 10 seconds (it holds everything from the first), the \
      gate has not read its files whole for 150 seconds, or it does not trust the machine's clock.

      EXAMPLES
        portcullis gate health
        portcullis gate health --format json
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ShowHealth())
      options.show(answered.answer) { $0.text(answered.civil) + "\n" + answered.council.line }
      if !answered.answer.well { throw ExitStatus.unavailable.code }
    }
  }
}

struct GateConfirmClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm-clock",
    abstract: "Vouches for the machine's clock after it stepped back or jumped ahead.",
    discussion: """
      Nothing is sent while the clock is in doubt. Look at another clock first: what is sent inside a blackout by a wrong \
      one cannot be taken back. A clock that was wrong and is right again needs nobody's word within one start of the \
      machine; what you say holds until the next.

      EXAMPLES
        portcullis gate confirm-clock --reason "The machine was off over the summer"
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ConfirmClock(reason: reason))
      options.show(answered.answer) { "Noted: it is \(answered.civil.short($0.confirmed))." }
    }
  }
}
