/// What people should know of a connector before they rely on it; `portcullis connectors` prints it.
package struct ConnectorDescription: Sendable {
  /// How sure it is that a post goes out at most once, even when an answer is lost.
  package enum Promise: String, Sendable {
    /// Whatever happens, one post: the other side refuses or recognises a second one.
    case exact
    /// One post; after a lost answer sometimes a person has to look.
    case good
    /// At most one post by itself; after a lost answer always a person decides.
    case weak
  }

  package let reaches: String
  package let promise: Promise
  package let afterDoubt: String
  package let limits: String
  /// What it was tested against.
  package let tested: String

  package init(reaches: String, promise: Promise, afterDoubt: String, limits: String, tested: String) {
    self.reaches = reaches
    self.promise = promise
    self.afterDoubt = afterDoubt
    self.limits = limits
    self.tested = tested
  }
}
