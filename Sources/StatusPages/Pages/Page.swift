/// A page as it is sent: one of the functions beside this file makes it from an answer, a language, and what is known of how
/// fresh the answer is.
package struct Page: Hashable, Sendable {
  /// The whole document.
  package let html: String
}
