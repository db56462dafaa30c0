import Publishing

/// What keeps content from an instance, and how it will look there.
struct MastodonCheck {
  let host: String
  let limits: MastodonLimits
  let warning: String

  func problems(_ content: PostContent) -> [ContentProblem] {
    let status = MastodonText.status(of: content)
    var problems: [String] = []
    if status.isEmpty { problems.append("The post has no text; Mastodon needs some.") }
    let length = length(status)
    if length > limits.characters {
      let parts =
        warning.isEmpty ? "a link counts as \(limits.link)" : "with its warning; a link counts as \(limits.link)"
      problems.append(
        "The post has \(length) characters, \(length - limits.characters) more than the \(limits.characters) that "
          + "\(host) takes (\(parts)); shorten the text.")
    }
    if content.media.count > limits.media {
      problems.append(
        "The post has \(content.media.count) pictures, \(content.media.count - limits.media) more than the "
          + "\(limits.media) that \(host) takes; leave some out.")
    }
    if content.media.count > 1, let item = content.media.first(where: { !$0.mediaType.hasPrefix("image/") }) {
      problems.append(
        "“\(item.fileName)” is no picture, and must be alone in a post on Mastodon; leave the others out.")
    }
    return (problems + content.media.flatMap { self.problems($0) }).map { ContentProblem($0) }
  }

  private func problems(_ item: MediaItem) -> [String] {
    var problems: [String] = []
    if !limits.types.contains(item.mediaType) {
      problems.append(
        "“\(item.fileName)” is of the type \(item.mediaType), which \(host) does not take; it takes "
          + "\(limits.types.filter { $0.hasPrefix("image/") }.joined(separator: ", ")).")
    }
    let largest = limits.bytes(of: item.mediaType)
    if item.byteCount > largest {
      problems.append(
        "“\(item.fileName)” has \(item.byteCount) bytes, \(item.byteCount - largest) more than the \(largest) that "
          + "\(host) takes; make it smaller.")
    }
    if MastodonText.folded(item.alt).isEmpty {
      problems.append("“\(item.fileName)” has no alt text; say what it shows.")
    }
    let length = item.alt.unicodeScalars.count
    if length > limits.description {
      problems.append(
        "The alt text of “\(item.fileName)” has \(length) characters, \(length - limits.description) more than the "
          + "\(limits.description) that \(host) takes; shorten it.")
    }
    return problems
  }

  private func length(_ status: String) -> Int {
    MastodonText.length(of: status, warning: warning, link: limits.link)
  }

  /// What will be sent, for a person to read.
  func preview(_ payload: MastodonPayload) -> String {
    var lines = payload.warning.isEmpty ? [] : ["Warning, shown first: \(payload.warning)"]
    lines.append("Text:")
    lines += payload.status.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.isEmpty ? "" : "  \($0)" }
    lines += [
      "Length: \(length(payload.status)) of \(limits.characters) characters",
      "Visible to: \(payload.audience)",
      "Language: \(payload.language)",
    ]
    if payload.media.isEmpty { lines.append("Pictures: none") }
    for (place, item) in payload.media.enumerated() {
      lines.append("Picture \(place + 1): \(item.fileName) (\(item.mediaType), \(item.byteCount) bytes)")
      lines.append("  Alt text: \(item.alt)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
