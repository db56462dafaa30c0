import Publishing

/// How the command line words what can be done: by the command that does it.
enum RemedyWords {
  @Sendable static func words(_ remedy: Remedy) -> String { "“portcullis \(command(remedy))”" }

  private static func command(_ remedy: Remedy) -> String {
    switch remedy {
    case .adopt: "adopt"
    case .previewAdoption: "adopt --preview"
    case .adoptReplacing: "adopt --replace"
    case .adoptIntoStore: "adopt --store sqlite:PATH"
    case .setUp: "init"
    case .checkCalendars: "calendar check"
    case .checkSettings: "settings check"
    case .checkStore: "store check"
    case .listPosts: "post list"
    case .listAwaiting: "post list --awaiting me"
    case .listOverrides: "override list"
    case .listTokens: "token list"
    case .listAudit: "audit list"
    case .showPost(let post): "post show \(post)"
    case .showPosts: "post show"
    case .editPost: "post edit"
    case .review: "post review"
    case .reviewDelivery(let name): "post review \(name)"
    case .resumeChannel(let channel): "channel resume \(channel)"
    case .endPause(let channel): "resume \(channel ?? "--all")"
    case .confirmClock: "gate confirm-clock --reason …"
    }
  }
}
