import Contract

/// Where every front end asks: one function for each request of the contract.
///
/// It holds which set-up is meant and who asks, and nothing else: each request opens what it needs.
package struct Desk: Sendable {
  let choice: SetUpChoice

  package init(_ choice: SetUpChoice) { self.choice = choice }
}

/// An answer, with what its wording takes besides.
package struct Answered<Answer: Codable & Sendable> {
  package let answer: Answer
  /// Days and instants in the authority's zone.
  package let civil: CivilText
  /// Whose answer it is, in words.
  package let council: AnsweringCouncil
  /// Why it was not done, where the answer says what it would have done.
  package let failure: Failure?

  init(_ answer: Answer, _ workspace: Workspace, _ failure: Failure? = nil) {
    self.init(answer, civil: workspace.civil, council: AnsweringCouncil(workspace), failure)
  }

  package init(_ answer: Answer, civil: CivilText, council: AnsweringCouncil, _ failure: Failure? = nil) {
    self.answer = answer
    self.failure = failure
    self.civil = civil
    self.council = council
  }
}

/// An answer that is worded without a council, since it is about files or a program that may serve none.
package struct Checked<Answer: Codable & Sendable> {
  package let answer: Answer
  /// What is wrong, where the answer says it too: programs read it there, people are told.
  package let failure: Failure?

  init(_ answer: Answer, _ failure: Failure? = nil) {
    self.answer = answer
    self.failure = failure
  }
}
