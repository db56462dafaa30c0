/// Every phrase of the pages, in the files of this folder, each in both languages side by side: one that lacked a language
/// would not compile.
struct Words {
  let language: Language

  func say(en english: Markup, cy welsh: Markup) -> Markup {
    switch language {
    case .english: english
    case .welsh: welsh
    }
  }

  /// The same for an attribute.
  func label(en english: Attribute.Label, cy welsh: Attribute.Label) -> Attribute.Label {
    switch language {
    case .english: english
    case .welsh: welsh
    }
  }

  /// A text that comes ready-made in English, as the law does.
  func inEnglish(_ text: String) -> Markup { .typed(text, in: language == .english ? nil : .english) }
}
