/// What stands in the place of a page that cannot be given: plain words, what to do, and nothing of what went on inside.
extension Page {
  /// 404. `suggestion`: the channel that a mistyped one was meant to be.
  package static func notFound(council: String?, suggestion: String?, in language: Language) -> Page {
    let words = Words(language: language)
    return error(words.notFound, words.notFoundRemedy, council: council, words) {
      if let suggestion {
        let address = Place.why(channel: suggestion, at: nil).address(in: language)
        Tag.p { words.didYouMean(Tag.a(.href(address)) { .name(suggestion) }) }
      }
    }
  }

  /// 400.
  package static func badRequest(council: String?, in language: Language) -> Page {
    let words = Words(language: language)
    return error(words.badRequest, words.badRequestRemedy, council: council, words)
  }

  /// 503: whoever cannot learn the status shall not take a channel for open.
  package static func unavailable(council: String?, in language: Language) -> Page {
    let words = Words(language: language)
    return error(words.unavailable, words.unavailableRemedy, council: council, words)
  }

  /// 500.
  package static func failed(council: String?, in language: Language) -> Page {
    let words = Words(language: language)
    return error(words.failed, words.failedRemedy, council: council, words)
  }

  private static func error(
    _ title: Markup, _ remedy: Markup, council: String?, _ words: Words,
    @MarkupBuilder besides: () -> Markup = { Markup() }
  ) -> Page {
    Layout(words: words, council: council, place: nil, title: title, state: nil).page {
      Tag.h1 { title }
      Tag.p { remedy }
      besides()
      Tag.p { Tag.a(.href(Place.status.address(in: words.language))) { words.toStatus } }
    }
  }
}
