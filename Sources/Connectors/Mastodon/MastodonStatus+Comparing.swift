import Elections
import Publishing

/// A status beside what was planned of it.
extension MastodonStatus {
  /// Its text in the ways in which it can be read: as it was typed where the answer carries that, else as it is shown.
  var texts: [String] { typed.map { [$0] } ?? content.map(MastodonMarkup.texts) ?? [] }

  /// What it shows otherwise than planned, in whole sentences. An answer that leaves something out says nothing of it.
  func differences(from payload: MastodonPayload) -> [String] {
    var differences: [String] = []
    if let shown = content.map({ MastodonMarkup.texts(of: $0).map(MastodonText.normalised) }),
      !shown.contains(MastodonText.normalised(payload.status))
    {
      differences.append("The text reads otherwise\(WireResponse.quoted(shown.first ?? "")).")
    }
    if MastodonText.folded(warning) != MastodonText.folded(payload.warning) {
      differences.append("The warning is another one\(WireResponse.quoted(warning)).")
    }
    if !visibility.isEmpty, visibility != payload.visibility {
      differences.append("It is \(visibility), not \(payload.visibility).")
    }
    guard let media else { return differences }
    if media.count != payload.media.count {
      differences.append("It has \(media.count) pictures, not \(payload.media.count).")
    }
    for (medium, item) in zip(media, payload.media)
    where MastodonText.folded(medium.description) != MastodonText.folded(item.alt) {
      differences.append(
        medium.description.isEmpty
          ? "“\(item.fileName)” has lost its alt text."
          : "The alt text of “\(item.fileName)” is another one\(WireResponse.quoted(medium.description)).")
    }
    return differences
  }

  /// How much it is like a post that may have become it.
  enum Likeness: Hashable {
    case ours
    /// The same words in another form, or the same pictures with other words: the server, or a person, may have changed it.
    case rewritten
    case other
  }

  /// A server may lose an alt text, and gives no picture that of another.
  private static func mayBe(_ medium: Medium, _ item: MediaItem) -> Bool {
    medium.description.isEmpty || MastodonText.folded(medium.description) == MastodonText.folded(item.alt)
  }

  /// How much it is like a post: `texts` and `warning` are its own as far as they can be read, `uploads` the ids that the
  /// post's pictures were given; a server may give others to what it attaches, but none of `foreign`, which other posts'
  /// pictures were given.
  func likeness(
    to payload: MastodonPayload, texts: [String], warning: String, uploads: [String], foreign: Set<String> = []
  ) -> Likeness {
    let wanted = MastodonText.normalised(payload.status)
    let isEqual =
      texts.contains { MastodonText.normalised($0) == wanted }
      && MastodonText.folded(warning) == MastodonText.folded(payload.warning)
    let ids = Set((media ?? []).map(\.id))
    if !ids.isDisjoint(with: foreign) { return .other }
    let hasOurs = !uploads.isEmpty && ids == Set(uploads)
    let fits = media.map { $0.count == payload.media.count && zip($0, payload.media).allSatisfy(Self.mayBe) } ?? true
    if isEqual, hasOurs || fits { return .ours }
    if hasOurs { return .rewritten }
    // Equal words with other pictures, or none, are another post, unless pictures were to be there.
    if isEqual { return payload.media.isEmpty ? .other : .rewritten }
    return texts.contains { MastodonText.isAlike($0, payload.status) } ? .rewritten : .other
  }
}
