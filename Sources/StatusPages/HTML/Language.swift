/// The languages in which the pages are written. `?lang=` of a page's address names one of them.
package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case welsh = "cy"

  /// What the `lang` attribute says (BCP 47).
  package var tag: String {
    switch self {
    case .english: "en-GB"
    case .welsh: "cy"
    }
  }

  var other: Language {
    switch self {
    case .english: .welsh
    case .welsh: .english
    }
  }
}
