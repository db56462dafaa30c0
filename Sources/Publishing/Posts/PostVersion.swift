package import Elections

/// What a post said from one edit to the next.
package struct PostVersion: Hashable, Sendable {
  package let revision: Int
  package let content: PostContent
  /// Who wrote it, where it was not the author.
  package let editor: String?
  /// Nil: since its submission.
  package let at: Instant?

  package init(revision: Int, content: PostContent, editor: String?, at: Instant?) {
    self.revision = revision
    self.content = content
    self.editor = editor
    self.at = at
  }
}
