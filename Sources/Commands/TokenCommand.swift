import ArgumentParser
import Contract
import Desk
import Publishing
import Texts

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Lets people of the register ask the service over the network, and takes that away.",
    subcommands: [TokenAdd.self, TokenAccept.self, TokenList.self, TokenRevoke.self])
}

struct TokenAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Makes a token for a person of the register.",
    discussion: """
      The token is shown this once, and kept nowhere: hand it over by a way that nobody else reads. Whoever made it knows it, so \
      it opens nothing until its person takes it up under their own account (“portcullis token accept”). With it the person asks \
      “portcullis … --service https://…”, and programs the API. What it may do is what the person may; with the scope read, \
      only ask. It ends when its time is over, when it is revoked, and when its person leaves the register.

      EXAMPLES
        portcullis token add --for ann --scope read
        portcullis token add --for ann --scope write --expires 2027-06-30
        PORTCULLIS_TOKEN_FILE=~/.portcullis-token portcullis post list --service https://purdah.example.gov.uk
      """)

  @OptionGroup var options: GlobalOptions
  @Option(name: .customLong("for"), help: ArgumentHelp("Whose it is: a login of the register.", valueName: "login"))
  var login: String
  @Option(help: "What it may do: read or write.") var scope: String
  @Option(
    help: ArgumentHelp("When it ends, a date with the end of that day; in 90 days without it.", valueName: "d"))
  var expires: String?

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(AddToken(login: login, scope: scope, expires: expires))
      options.show(answered.answer) { answer in
        """
        \(answer.token)

        Token \(answer.id) is for \(answer.login), may \(answer.scope), and holds until \
        \(answered.civil.short(answer.expires)). It is not shown again.
        """
          + (answer.pending
            ? " It opens nothing until \(answer.login) takes it up: portcullis token accept \(answer.id)" : "")
      }
    }
  }
}

struct TokenAccept: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Takes up a token that an administrator made for you.",
    discussion:
      "Under your own account, on the service's machine: a token cannot take up another.\n\nEXAMPLES\n  portcullis "
      + "token accept 3")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Its number, as “portcullis token list” shows it.") var id: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(AcceptToken(token: id))
      options.show(answered.answer) { "Token \($0.id) of \($0.login.visibleLine) is \($0.state.rawValue)." }
    }
  }
}

struct TokenList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists every token that was made, the newest first.",
    discussion: "EXAMPLES\n  portcullis token list")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ListTokens())
      options.show(answered.answer) { answer in
        if answer.tokens.isEmpty { return "No token was ever made. “portcullis token add” makes one." }
        let civil = answered.civil
        return answer.tokens.map { token in
          let end =
            token.revoked.map { "revoked \(civil.short($0)) by \(token.revokedBy?.visibleLine ?? "somebody")" }
            ?? "\(token.state.rawValue), until \(civil.short(token.expires))"
          return
            "\(token.id)  \(token.login.visibleLine)  \(token.scope)  \(end); made \(civil.short(token.created)) by "
            + "\(token.createdBy.visibleLine)"
        }.joined(separator: "\n")
      }
    }
  }
}

struct TokenRevoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Takes a token away: it opens nothing from that moment on.",
    discussion:
      "Anybody may give up their own.\n\nEXAMPLES\n  portcullis token revoke 3 --reason \"The laptop was stolen\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Its number, as “portcullis token list” shows it.") var id: String
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(RevokeToken(token: id, reason: reason))
      options.show(answered.answer) { "Token \($0.id) of \($0.login.visibleLine) opens nothing any more." }
    }
  }
}
