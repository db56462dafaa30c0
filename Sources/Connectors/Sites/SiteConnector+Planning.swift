import Publishing
import Texts

/// What can be said of a page before any site is asked.
extension SiteConnector {
  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: page(of: post).payload)
  }

  package func preview(_ plan: SendPlan) -> String {
    guard let page = Page(payload: plan.payload) else { return "This plan is not for \(Page.product).\n" }
    let content = plan.post.content
    var lines = [
      "Title: \(page.shownTitle)", "Text:",
      content.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "  \($0)" }
        .joined(separator: "\n"),
    ]
    if let link = content.link { lines.append("Link: \(link)") }
    for item in content.media {
      lines.append("\(item.isPicture ? "Picture" : "Document"): \(item.fileName), alt text: \(item.alt)")
    }
    lines += notes(on: page)
    lines.append("Who sees it: everybody, on \(page.site)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The plan read back, where it is ours and for this site.
  func planned(_ plan: SendPlan) throws(ContentProblem) -> Page {
    guard let page = Page(payload: plan.payload) else {
      throw ContentProblem("The stored plan is not for \(Page.product); cancel the post and add it again.")
    }
    guard page.site == client.base else {
      throw ContentProblem(
        "The plan is for \(page.site), and the channel now leads to \(client.base); cancel the post and add it again.")
    }
    return page
  }

  // MARK: What every page needs

  func problems(ofWordsIn content: PostContent) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    if content.text.allSatisfy(\.isWhitespace) {
      problems.append(ContentProblem("The post has no text; a page on \(client.host) needs some."))
    }
    if [content.text, content.title ?? ""].contains(where: { $0.unicodeScalars.contains(where: MarkupText.isForbidden) }
    ) {
      problems.append(ContentProblem("The post holds a control character, which a web page cannot; type it again."))
    }
    return problems
  }

  /// `types` are those that the site takes, as `remedy` says it; `thing` is what they all are to people.
  func problems(
    of media: [MediaItem], unless types: Set<String>, _ remedy: String, thing: String
  ) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    for item in media {
      if !types.contains(item.mediaType) {
        problems.append(ContentProblem("“\(item.fileName)” is \(item.mediaType); \(remedy) here: convert it."))
      }
      if item.alt.allSatisfy(\.isWhitespace) {
        problems.append(
          ContentProblem(
            "“\(item.fileName)” has no alt text; say in it what the \(thing) shows, for those who cannot see."))
      }
    }
    return problems
  }
}
