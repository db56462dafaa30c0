import Texts

extension MediaItem {
  /// The name under which the file goes out: by its content, so that no two files share one, and what it was called here is
  /// nobody's business.
  package var publicName: String { "\(hash.hex).\(ending)" }

  /// The same with half of the hash, where a line must not become long.
  package var shortName: String { "\(hash.hex.prefix(32)).\(ending)" }

  private var ending: String { MediaKind(rawValue: mediaType.lowercased())?.ending ?? "bin" }
}
