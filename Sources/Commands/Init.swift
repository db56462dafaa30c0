import ArgumentParser
import Contract
import Desk

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented portcullis.yaml and the calendars' folders, and adopts them.",
    discussion: """
      Nothing that is there already is changed. The elections that it writes are an example that closes nothing: put \
      yours in its place.

      EXAMPLES
        portcullis init
        portcullis init ~/purdah
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Where to set up; the current folder when left out.", completion: .directory) var folder = "."

  func run() async throws {
    try await reporting {
      let answer = try await options.ownDesk.answer(SetUpCouncil(folder: folder))
      options.show(answer) { answer in
        let list = answer.written.map { "  " + $0 }.joined(separator: "\n")
        let revision = answer.revision.map(String.init) ?? "?"
        return """
          Written:
          \(list)

          \(answer.note ?? "Adopted as revision \(revision) in \(answer.store).")

          Next:
            1. put your elections into \(answer.elections): the one there is an example that closes nothing
            2. name your channels in \(answer.settings)
            3. portcullis calendar check, then portcullis adopt
            4. portcullis post add website --at now --text "Hello"
            5. portcullis gate run
          """
      }
    }
  }
}
