extension ConnectorSettings.Kind {
  private static let reachKeys = ["allow-insecure", "allow-networks", "trust-file"]

  /// The keys that a channel may have besides those of every channel.
  package var keys: [String] {
    switch self {
    case .feed: ["path", "url", "domain", "id"]
    case .webhook: ["url", "secret-file", "secret-env", "receiver-dedupes"] + Self.reachKeys
    case .wordpress: ["url", "user", "password-file", "password-env", "categories"] + Self.reachKeys
    case .drupal:
      ["url", "user", "password-file", "password-env", "bundle", "body-field", "format", "image-field", "moderated"]
        + Self.reachKeys
    case .bluesky: ["service", "account", "password-file", "password-env", "languages", "threads"] + Self.reachKeys
    case .mastodon: ["url", "token-file", "token-env", "visibility", "language", "content-warning"] + Self.reachKeys
    case .email:
      [
        "host", "port", "security", "user", "password-file", "password-env", "from", "to", "allow-networks",
        "trust-file",
      ]
    case .command: ["program", "timeout", "can-find", "dedupes"]
    }
  }
}
