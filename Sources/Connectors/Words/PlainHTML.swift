import Publishing
import Texts

/// A post's words as a title and as HTML that every reader of feeds and mail shows: paragraphs, lines, links and pictures.
enum PlainHTML {
  /// The most characters of a title that is taken from the text, its ellipsis included.
  static let longestTitle = 80

  /// The post's own title, or its first line.
  static func title(of content: PostContent) -> String {
    if let title = content.title.map(oneLine), !title.isEmpty { return title }
    let lines = content.text.split(whereSeparator: \.isNewline).map { oneLine(String($0)) }
    let first = lines.first { !$0.isEmpty } ?? ""
    guard first.count > longestTitle else { return first }
    return first.prefix(longestTitle - 1).trimmingSuffix(while: \.isWhitespace) + "…"
  }

  /// A paragraph for each block of lines, one for the link, one for each picture or document.
  ///
  /// `media` says where a file is found; without it, as in a mail that has its files with it, the descriptions are given.
  static func html(of content: PostContent, media: ((MediaItem) -> String)? = nil) -> String {
    var html = ""
    var paragraph: [String] = []
    func finish() {
      if !paragraph.isEmpty { html += "<p>" + paragraph.joined(separator: "<br/>") + "</p>" }
      paragraph = []
    }
    for line in content.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = oneLine(String(line))
      if words.isEmpty { finish() } else { paragraph.append(MarkupText.escaped(words)) }
    }
    finish()
    if let link = content.link {
      let words = MarkupText.escaped(oneLine(link))
      html +=
        WebLink.encoded(link).map { "<p><a href=\"\(MarkupText.escaped($0))\">\(words)</a></p>" } ?? "<p>\(words)</p>"
    }
    for item in content.media {
      let isPicture = item.mediaType.hasPrefix("image/")
      let words = MarkupText.escaped(oneLine(item.alt))
      if let address = media.map({ MarkupText.escaped($0(item)) }) {
        html +=
          isPicture
          ? "<p><img src=\"\(address)\" alt=\"\(words)\"/></p>"
          : "<p><a href=\"\(address)\">\(words.isEmpty ? "File" : words)</a></p>"
      } else {
        html += "<p>\(isPicture ? "Image" : "File")\(words.isEmpty ? "" : ": " + words)</p>"
      }
    }
    return html
  }

  static func oneLine(_ text: String) -> String {
    text.split { $0.isNewline || $0.isWhitespace }.joined(separator: " ")
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return String(text)
  }
}
