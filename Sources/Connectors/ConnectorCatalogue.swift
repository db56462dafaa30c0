import Publishing
import Texts

/// What is to be known of each connector.
enum ConnectorCatalogue {
  static func description(of kind: ConnectorSettings.Kind) -> ConnectorDescription {
    switch kind {
    case .feed:
      ConnectorDescription(
        kind: kind, reaches: "an Atom file and a JSON Feed beside it", promise: .exact,
        afterDoubt: "The file itself is read.",
        limits:
          "None on the text; PNG, JPEG, GIF, WebP, SVG, PDF and MP4 of up to 100 MB each, in media/ beside the file, which "
          + "holds the newest 100 entries.",
        tested: "the reader feedparser")
    case .webhook:
      ConnectorDescription(
        kind: kind, reaches: "middleware and flows, by Standard Webhooks 1.0", promise: .weak,
        afterDoubt: "With receiver-dedupes the same request is sent again under the same webhook-id; else a person "
          + "decides.",
        limits: "20 KB in all; media as names and hashes only.",
        tested: "a receiver around the library standardwebhooks")
    case .wordpress:
      ConnectorDescription(
        kind: kind, reaches: "a WordPress site, by REST and an application password", promise: .exact,
        afterDoubt: "The draft, whose id is known, is read: published or not.",
        limits: "Pictures up to what the site takes; each needs a description.",
        tested: "WordPress 6.1")
    case .drupal:
      ConnectorDescription(
        kind: kind, reaches: "a Drupal site such as LocalGov Drupal, by JSON:API", promise: .exact,
        afterDoubt: "The node, whose UUID is ours, is read.",
        limits: "Pictures only where image-field is set; each needs a description.",
        tested: "answers recorded from the documentation; unproved on a live site")
    case .bluesky:
      ConnectorDescription(
        kind: kind, reaches: "an account on Bluesky or another AT Protocol server", promise: .exact,
        afterDoubt: "The record, whose key is ours, is read.",
        limits: "300 characters and 3,000 bytes, links in full; 4 pictures of up to 950,000 bytes, each with a "
          + "description.",
        tested: "the AT Protocol server library arroba")
    case .mastodon:
      ConnectorDescription(
        kind: kind, reaches: "an account on a Mastodon instance", promise: .good,
        afterDoubt: "The account's own posts are read; where none is the same, a person decides.",
        limits: "Read from the instance; usually 500 characters with each link as 23, and 4 pictures, each with a "
          + "description.",
        tested: "a stand-in that the client library Mastodon.py accepts; unproved on a live instance")
    case .email:
      ConnectorDescription(
        kind: kind, reaches: "a mailing list, by SMTP submission", promise: .weak,
        afterDoubt: "Never sent again by itself: a person decides.",
        limits: "One message to one address; 10 MB with its pictures, each with a description.",
        tested: "the mail server aiosmtpd")
    case .command:
      ConnectorDescription(
        kind: kind, reaches: "anything that a program of your own reaches", promise: .weak,
        afterDoubt:
          "With can-find the program is asked; with dedupes it is called again with the same key; else a person "
          + "decides.",
        limits: "The program's own; 300 seconds at most.",
        tested: "shell scripts")
    }
  }

  static var all: [ConnectorDescription] { ConnectorSettings.Kind.allCases.map(description) }
}
