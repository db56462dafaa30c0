/// Why something was not done: one object on standard error with `--format json`, and the body of an HTTP error.
package struct FailureAnswer: Codable, Hashable, Sendable {
  package struct Fault: Codable, Hashable, Sendable {
    /// The exit code, or the HTTP status.
    package let code: Int
    /// Whole sentences: what, where, and the remedy.
    package let messages: [String]
    /// The rule that refused it; nil where none did.
    package let rule: String?

    package init(code: Int, messages: [String], rule: String?) {
      self.code = code
      self.messages = messages
      self.rule = rule
    }
  }

  package let error: Fault

  package init(code: Int, messages: [String], rule: String? = nil) {
    error = Fault(code: code, messages: messages, rule: rule)
  }
}
