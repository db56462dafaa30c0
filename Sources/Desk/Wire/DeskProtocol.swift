package import Contract

/// What a command and the service agree on beside the requests themselves.
package enum DeskProtocol {
  /// Its number grows when lines or requests change so that an older command would misread them.
  package static let path = "/desk/1"
  /// The header with the version of the program that answers.
  package static let versionField = "Portcullis-Version"
  /// The header that says for whom the caller wants to act.
  package static let actingForField = "Portcullis-Acting-For"

  /// What is asked beside the requests, since its answer is no single value of the contract, or the question is none.
  package enum Errand: String, CaseIterable, Sendable {
    /// Who the caller is to the service.
    case introduce = "Introduce"
    case listEntries = "ListEntriesOneByOne"
    case listRows = "ListEntriesAsRows"
    case keepMedia = "KeepMedia"
    case makePack = "MakePack"
  }

  package struct Introduction: Codable, Sendable {
    package let version: String
    /// The store's file, as an absolute path.
    package let store: String
    package let login: String
    /// Why the caller may see only what is public; nil where they may see more.
    package let exclusion: String?

    package init(version: String, store: String, login: String, exclusion: String?) {
      self.version = version
      self.store = store
      self.login = login
      self.exclusion = exclusion
    }
  }

  package struct WordedEntry: Codable, Sendable {
    package let zone: CivilText
    package let entry: EntryAnswer

    package init(zone: CivilText, entry: EntryAnswer) {
      self.zone = zone
      self.entry = entry
    }
  }

  package struct SentFile: Codable, Sendable {
    package let name: String
    package let alt: String
    /// In Base64 (RFC 4648).
    package let content: String

    package init(name: String, alt: String, content: String) {
      self.name = name
      self.alt = alt
      self.content = content
    }
  }

  package struct AskedPack: Codable, Sendable {
    package let pack: MakePack
    package let terms: [String]

    package init(pack: MakePack, terms: [String]) {
      self.pack = pack
      self.terms = terms
    }
  }
}
