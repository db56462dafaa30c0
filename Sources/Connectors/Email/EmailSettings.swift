package import Publishing

/// What a channel says that is a mailing list.
package struct EmailSettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "email",
    keys: ["host", "port", "security", "user"] + SecretReference.keys("password")
      + ["from", "to", "allow-networks", "trust-file"])

  package enum Security: String, CaseIterable, Sendable {
    /// STARTTLS, required (RFC 3207); port 587.
    case startTLS = "starttls"
    /// TLS from the first byte (RFC 8314); port 465.
    case tls
    /// None at all: to this machine only.
    case none
  }

  package struct Login: Hashable, Sendable {
    package let user: String
    package let password: SecretReference

    package init(user: String, password: SecretReference) {
      self.user = user
      self.password = password
    }
  }

  package let host: String
  package let port: Int
  package let security: Security
  /// Nil: the server wants no login.
  package let login: Login?
  package let reach: NetworkReach
  /// The sender, as `News <news@example.org>` or the address alone.
  package let from: String
  /// The address of the list, or of its owner.
  package let to: String

  package init(
    host: String, port: Int, security: Security, login: Login?, reach: NetworkReach = NetworkReach(), from: String,
    to: String
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.login = login
    self.reach = reach
    self.from = from
    self.to = to
  }

  package var handling: Channel.Handling { Channel.Handling(atOnce: 4, preparation: .seconds(60)) }
}

extension EmailSettings {
  package init?(_ keys: ConnectorKeys) {
    let host = keys.text("host", "name the server that takes mail in")
    let (from, to) = (keys.mailbox("from", "name the sender"), keys.mailbox("to", "name the list"))
    let security = keys["security"]?.choice(Security.self) ?? .startTLS
    let port = keys["port"].map { $0.wholeNumber(1...65535) } ?? (security == .tls ? 465 : 587)
    guard let host, let from, let to, let port else { return nil }
    guard security != .none || ConnectorKeys.isLoopback(host) else {
      keys["security"]?.fault(
        "The channel “\(keys.channel)” would send mail unprotected to another machine; use starttls.")
      return nil
    }
    var login: Login?
    if let user = keys["user"]?.text() {
      guard let password = keys.neededSecret("password", "give the account's password") else { return nil }
      login = Login(user: user, password: password)
    } else if let password = keys["password-file"] ?? keys["password-env"] {
      password.fault("The channel “\(keys.channel)” has a password and no user; name the user.")
    }
    self.init(host: host, port: port, security: security, login: login, reach: keys.reach(), from: from, to: to)
  }
}

extension ConnectorKeys {
  /// `News <news@example.org>` or the address alone, in ASCII, since not every server takes another (RFC 6531).
  fileprivate func mailbox(_ key: String, _ remedy: String) -> String? {
    guard let text = text(key, remedy), let value = self[key] else { return nil }
    guard Mailbox(text) != nil else {
      value.fault("“\(text)” in “\(value.path)” is no mail address; write it as News <news@example.org>.")
      return nil
    }
    return text
  }
}
