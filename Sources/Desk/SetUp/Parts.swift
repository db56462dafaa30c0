import Elections
package import Publishing
package import PublishingGate

/// What a desk is put together from; only the executable knows which store and which connectors there are.
package struct Parts: Sendable {
  /// The program's version, as evidence and calendars name it.
  package let version: String
  package let environment: [String: String]
  /// Opens the store at a path, or says why it cannot be trusted.
  package let openStore: @Sendable (_ path: String, StoreAccess) throws(StoreError) -> any CouncilStore
  package let connectors: any ConnectorProvider
  /// How whoever asks can do what is a remedy.
  package let words: @Sendable (Remedy) -> String
  /// Something that whoever asked should know before the answer, in whole sentences.
  package let notice: @Sendable (String) -> Void
  /// Shows how far long work of a name has come, which has so many steps.
  package let progress: @Sendable (_ label: String, _ total: Int) -> any ProgressShowing

  /// The folder of the store's anchor, where the environment names one.
  package var anchorFolder: String? { value(of: "PORTCULLIS_ANCHOR") }

  /// What a variable of the environment says; an empty one says nothing.
  package func value(of variable: String) -> String? {
    guard let value = environment[variable], !value.isEmpty else { return nil }
    return value
  }

  package init(
    version: String, environment: [String: String],
    openStore: @escaping @Sendable (String, StoreAccess) throws(StoreError) -> any CouncilStore,
    connectors: any ConnectorProvider,
    words: @escaping @Sendable (Remedy) -> String,
    notice: @escaping @Sendable (String) -> Void,
    progress: @escaping @Sendable (String, Int) -> any ProgressShowing
  ) {
    self.version = version
    self.environment = environment
    self.openStore = openStore
    self.connectors = connectors
    self.words = words
    self.notice = notice
    self.progress = progress
  }
}

extension Parts {
  /// The same for one caller of a process that has its store open already: every question and act goes to that one, and what
  /// the caller should know goes to them.
  package func serving(
    _ store: any CouncilStore, notice: @escaping @Sendable (String) -> Void,
    progress: @escaping @Sendable (String, Int) -> any ProgressShowing
  ) -> Parts {
    Parts(
      version: version, environment: environment, openStore: { _, _ in store }, connectors: connectors, words: words,
      notice: notice, progress: progress)
  }
}

extension Parts {
  /// The connector of a channel, with what it needs of the store.
  package func connector(_ channel: Channel, _ rules: Ruleset, _ store: any CouncilStore) throws -> any Connector {
    try connectors.list.connector(
      of: channel,
      in: ConnectorSurroundings(
        folder: rules.folder, companionFolder: store.companionFolder,
        published: { limit in try await store.published(on: channel.id, limit: limit) }))
  }
}

extension Parts {
  package func words(of sentence: Sentence) -> String { sentence.worded(words) }

  /// The sentences of an error, of which the desk may not know what it is.
  package func words(of error: any Error) -> [String] {
    Failure(reporting: error)?.messages.map(words(of:)) ?? ["\(error)"]
  }
}

/// Shows whoever waits how far long work has come.
package protocol ProgressShowing: Sendable {
  func show(_ done: Int)
  func clear()
}
