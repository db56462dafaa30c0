/// What each event of the calendars is by itself, before versions are settled and dates worked out.
struct EventMeanings {
  /// By file, and by event in it.
  private let meanings: [[EventClassifier.Meaning]]

  init(_ files: [CalendarFile], by classifier: EventClassifier) {
    meanings = files.mapOnProcessors { file in
      let path = file.path.hasPrefix("elections/") ? String(file.path.dropFirst("elections/".count)) : file.path
      // The events of a file share few lists of categories, so each is read once.
      let categories = file.categoryLists.map(CategoryMeaning.init)
      return file.events.map { event in
        classifier.meaning(
          uid: event.uid,
          categories: categories[Int(event.categories)],
          relatedTo: event.details?.relatedTo ?? [],
          summary: event.summary,
          file: path,
          isRecurring: event.details.map { $0.recurs || $0.recurrenceID != nil } ?? false
        )
      }
    }
  }

  /// Of calendars in which every event is the same, as bank holidays are.
  init(_ files: [CalendarFile], all meaning: EventClassifier.Meaning) {
    meanings = files.map { Array(repeating: meaning, count: $0.events.count) }
  }

  subscript(member: EventPlace) -> EventClassifier.Meaning { meanings[Int(member.file)][Int(member.event)] }
}
