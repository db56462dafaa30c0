/// How a channel's posts leave, as the settings say it.
package enum ConnectorSettings: Hashable, Sendable {
  /// `path`: the Atom file.
  case feed(path: String, Feed = Feed())
  case webhook(Webhook)
  case wordpress(WordPress)
  case drupal(Drupal)
  case bluesky(Bluesky)
  case mastodon(Mastodon)
  case email(Email)
  case command(Command)

  package var kind: Kind {
    switch self {
    case .feed: .feed
    case .webhook: .webhook
    case .wordpress: .wordpress
    case .drupal: .drupal
    case .bluesky: .bluesky
    case .mastodon: .mastodon
    case .email: .email
    case .command: .command
    }
  }

  /// The names of connectors, as settings write them.
  package enum Kind: String, CaseIterable, Sendable {
    case feed, webhook, wordpress, drupal, bluesky, mastodon, email, command

    /// Whether what went out can be read where the public reads it.
    package var readsBack: Bool {
      switch self {
      case .wordpress, .drupal, .bluesky, .mastodon: true
      case .feed, .webhook, .email, .command: false
      }
    }
  }

  /// Nil where no network is reached by an address of the settings.
  package var reach: Reach? {
    switch self {
    case .webhook(let settings): settings.reach
    case .wordpress(let settings): settings.reach
    case .drupal(let settings): settings.reach
    case .bluesky(let settings): settings.reach
    case .mastodon(let settings): settings.reach
    case .email(let settings): settings.reach
    case .feed, .command: nil
    }
  }

  /// Servers that are asked several things for one post are given few posts at a time, and longer for each.
  package var handling: Channel.Handling {
    switch self {
    case .feed, .webhook: Channel.Handling()
    case .wordpress, .drupal, .bluesky, .mastodon: Channel.Handling(atOnce: 4, preparation: .seconds(180))
    case .email: Channel.Handling(atOnce: 4, preparation: .seconds(60))
    case .command(let command): Channel.Handling(atOnce: 1, preparation: command.timeout)
    }
  }
}

extension ConnectorSettings {
  /// Where an address may lead, and whom its server must be trusted by.
  package struct Reach: Hashable, Sendable {
    /// Plain http to other machines.
    package var allowsInsecure = false
    /// Blocks of addresses that are not public and are allowed all the same, as `10.1.0.0/16`.
    package var networks: [AddressBlock] = []
    /// Further authorities that may vouch for the server, as a PEM file; for a council's own.
    package var trustFile: String?

    package init(allowsInsecure: Bool = false, networks: [AddressBlock] = [], trustFile: String? = nil) {
      self.allowsInsecure = allowsInsecure
      self.networks = networks
      self.trustFile = trustFile
    }
  }

  /// How a feed is known outside.
  package struct Feed: Hashable, Sendable {
    /// The Atom file's public address.
    package let url: String?
    /// The council's own domain, with which ids begin (RFC 4151); else the address's host.
    package let domain: String?
    /// The feed's own id, where it must be a certain one: an IRI.
    package let id: String?

    package init(url: String? = nil, domain: String? = nil, id: String? = nil) {
      self.url = url
      self.domain = domain
      self.id = id
    }
  }

  package struct Webhook: Hashable, Sendable {
    package let url: String
    package let secret: SecretReference?
    package let reach: Reach
    /// The receiver tells copies apart by their webhook-id, so that an attempt whose answer was lost may be repeated.
    package let receiverDedupes: Bool

    package init(url: String, secret: SecretReference?, reach: Reach = Reach(), receiverDedupes: Bool = false) {
      self.url = url
      self.secret = secret
      self.reach = reach
      self.receiverDedupes = receiverDedupes
    }
  }

  package struct WordPress: Hashable, Sendable {
    /// The site, under which `/wp-json/` lies.
    package let url: String
    package let user: String
    /// An application password, not the login's.
    package let password: SecretReference
    package let reach: Reach
    /// Names of categories that the site has; every post gets them.
    package let categories: [String]

    package init(
      url: String, user: String, password: SecretReference, reach: Reach = Reach(), categories: [String] = []
    ) {
      self.url = url
      self.user = user
      self.password = password
      self.reach = reach
      self.categories = categories
    }
  }

  package struct Drupal: Hashable, Sendable {
    /// The site, under which `/jsonapi` lies.
    package let url: String
    package let user: String
    package let password: SecretReference
    package let reach: Reach
    /// The content type, as `localgov_news_article`.
    package let bundle: String
    /// The field that holds the text, and its text format.
    package let bodyField: String
    package let format: String
    /// The image field and the field of alt text are one in Drupal; nil: pictures cannot be published here.
    package let imageField: String?
    /// Content moderation is on: publishing is a state of its workflow.
    package let isModerated: Bool

    package init(
      url: String, user: String, password: SecretReference, reach: Reach = Reach(), bundle: String,
      bodyField: String = "body", format: String = "basic_html", imageField: String? = nil, isModerated: Bool = false
    ) {
      self.url = url
      self.user = user
      self.password = password
      self.reach = reach
      self.bundle = bundle
      self.bodyField = bodyField
      self.format = format
      self.imageField = imageField
      self.isModerated = isModerated
    }
  }

  package struct Bluesky: Hashable, Sendable {
    /// The account's server, as `https://bsky.social`.
    package let service: String
    /// The handle or DID of the account.
    package let account: String
    /// An app password, not the login's.
    package let password: SecretReference
    package let reach: Reach
    package let languages: [String]
    /// A post that is too long becomes a thread.
    package let threads: Bool

    package init(
      service: String, account: String, password: SecretReference, reach: Reach = Reach(), languages: [String] = ["en"],
      threads: Bool = false
    ) {
      self.service = service
      self.account = account
      self.password = password
      self.reach = reach
      self.languages = languages
      self.threads = threads
    }
  }

  package struct Mastodon: Hashable, Sendable {
    package enum Visibility: String, CaseIterable, Sendable { case `public`, unlisted, `private` }

    /// The instance, as `https://mastodon.example`.
    package let url: String
    package let token: SecretReference
    package let reach: Reach
    package let visibility: Visibility
    package let language: String
    /// Shown before the text, which is then hidden behind it.
    package let contentWarning: String?

    package init(
      url: String, token: SecretReference, reach: Reach = Reach(), visibility: Visibility = .public,
      language: String = "en", contentWarning: String? = nil
    ) {
      self.url = url
      self.token = token
      self.reach = reach
      self.visibility = visibility
      self.language = language
      self.contentWarning = contentWarning
    }
  }

  package struct Email: Hashable, Sendable {
    package enum Security: String, CaseIterable, Sendable {
      /// STARTTLS, required (RFC 3207); port 587.
      case startTLS = "starttls"
      /// TLS from the first byte (RFC 8314); port 465.
      case tls
      /// None at all: to this machine only.
      case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// Nil: the server wants no login.
    package let login: Login?
    package let reach: Reach
    /// The sender, as `News <news@example.org>` or the address alone.
    package let from: String
    /// The address of the list, or of its owner.
    package let to: String

    package struct Login: Hashable, Sendable {
      package let user: String
      package let password: SecretReference

      package init(user: String, password: SecretReference) {
        self.user = user
        self.password = password
      }
    }

    package init(
      host: String, port: Int, security: Security, login: Login?, reach: Reach = Reach(), from: String, to: String
    ) {
      self.host = host
      self.port = port
      self.security = security
      self.login = login
      self.reach = reach
      self.from = from
      self.to = to
    }
  }

  package struct Command: Hashable, Sendable {
    /// The program: a path, relative to the settings file.
    package let program: String
    package let timeout: Duration
    /// The program answers `find`: it can tell whether a post went out.
    package let canFind: Bool
    /// The program publishes a key that it has published before no second time.
    package let dedupes: Bool

    package init(program: String, timeout: Duration = .seconds(15), canFind: Bool = false, dedupes: Bool = false) {
      self.program = program
      self.timeout = timeout
      self.canFind = canFind
      self.dedupes = dedupes
    }
  }
}

/// Where a secret is kept; none ever stands in the settings.
package enum SecretReference: Hashable, Sendable {
  case file(String)
  case environment(String)
}
