package import Elections

/// What a store has beside an entry of whose personal text the chain covers a digest alone.
package enum TextBeside: Hashable, Sendable {
  /// The text, as JSON, and what proves that it is the one.
  case kept(String, TextKey)
  /// It was taken away, and its key with it. Nil where nobody is recorded to have done so.
  case removed(RecordedRemoval?)
}

/// What became of the personal text of an entry.
package enum TextApart: Hashable, Sendable {
  /// There is none apart: the fact has none, or an earlier version wrote it into the chain.
  case none
  case kept(TextKey, SealedDetail)
  case removed(RecordedRemoval?)
  /// It should be there, and is not.
  case missing
}

/// Who had a personal text taken away, and when. The entry that says so, and why, is the one of this number.
package struct RecordedRemoval: Hashable, Sendable {
  package let entry: Int64
  package let at: Instant
  package let actor: String

  package init(entry: Int64, at: Instant, actor: String) {
    self.entry = entry
    self.at = at
    self.actor = actor
  }

  /// What is shown in the place of the text that an entry had.
  package static func mark(_ entry: Int64, by actor: String, at: Instant) -> String {
    "\(opening)\(actor), \(UTCText.text(at)): text of entry \(entry) of the audit log]"
  }

  /// What every mark begins with: a store lets nothing else be put into what is final.
  package static let opening = "[removed by "
}
