import Elections
import Foundation
import Publishing
import Texts

/// Reads what one channel says of its connector.
struct ConnectorReader {
  let channel: String
  let keys: [String: SettingsNode]
  /// Where the channel begins, for what is missing.
  let line: Int?
  let faults: SettingsFaults

  func settings(_ kind: ConnectorSettings.Kind) -> ConnectorSettings? {
    switch kind {
    case .feed: feed()
    case .webhook: webhook()
    case .wordpress: wordpress()
    case .drupal: drupal()
    case .bluesky: bluesky()
    case .mastodon: mastodon()
    case .email: email()
    case .command: command()
    }
  }

  // MARK: The connectors

  private func feed() -> ConnectorSettings? {
    guard let path = text("path", "name the Atom file that it writes") else { return nil }
    let (url, domain, id) = (keys["url"]?.text(), keys["domain"]?.text(), keys["id"]?.text())
    if let url, let problem = WebLink.problem(in: url) {
      keys["url"]?.fault("The feed's public address: \(problem)")
      return nil
    }
    if let domain, !Self.isDomain(domain) {
      keys["domain"]?.fault(
        "“\(domain)” in “channels.\(channel).domain” is no domain; write the council's own, as example.gov.uk, in lower case."
      )
      return nil
    }
    if let id, WebLink.problem(in: id) != nil, !Self.isName(id) {
      keys["id"]?.fault(
        "“\(id)” in “channels.\(channel).id” is no id of a feed; write it as tag:example.gov.uk,2026:news, or leave it out."
      )
      return nil
    }
    return .feed(path: path, ConnectorSettings.Feed(url: url, domain: domain, id: id))
  }

  /// A name of the DNS in lower case, as tags want it (RFC 4151, section 2.1).
  private static func isDomain(_ text: String) -> Bool {
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count > 1 && text.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
          && label.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
      }
  }

  /// A tag (RFC 4151) or a URN (RFC 8141).
  private static func isName(_ text: String) -> Bool {
    (text.hasPrefix("tag:") || text.hasPrefix("urn:")) && text.utf8.count > 6
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}".utf8.contains($0) }
  }

  private func webhook() -> ConnectorSettings? {
    let (url, secret) = (address("url", "name where its posts are sent"), reference("secret"))
    guard let url else { return nil }
    return .webhook(
      ConnectorSettings.Webhook(url: url, secret: secret, reach: reach(), receiverDedupes: flag("receiver-dedupes")))
  }

  private func wordpress() -> ConnectorSettings? {
    let url = address("url", "name the site")
    let user = text("user", "name the account that publishes")
    let password = needed("password", "make an application password in the account's profile")
    guard let url, let user, let password else { return nil }
    return .wordpress(
      ConnectorSettings.WordPress(
        url: url, user: user, password: password, reach: reach(), categories: texts("categories") ?? []))
  }

  private func drupal() -> ConnectorSettings? {
    let url = address("url", "name the site")
    let user = text("user", "name the account that publishes")
    let password = needed("password", "give the account's password")
    let bundle = text("bundle", "name the content type, such as localgov_news_article")
    guard let url, let user, let password, let bundle else { return nil }
    return .drupal(
      ConnectorSettings.Drupal(
        url: url, user: user, password: password, reach: reach(), bundle: bundle,
        bodyField: keys["body-field"]?.text() ?? "body", format: keys["format"]?.text() ?? "basic_html",
        imageField: keys["image-field"]?.text(), isModerated: flag("moderated")))
  }

  private func bluesky() -> ConnectorSettings? {
    let service = keys["service"] == nil ? "https://bsky.social" : address("service", "")
    let account = text("account", "name the handle, such as council.example.org")
    let password = needed("password", "make an app password in the account's settings")
    guard let service, let account, let password else { return nil }
    return .bluesky(
      ConnectorSettings.Bluesky(
        service: service, account: account, password: password, reach: reach(), languages: texts("languages") ?? ["en"],
        threads: flag("threads")))
  }

  private func mastodon() -> ConnectorSettings? {
    let url = address("url", "name the instance")
    let token = needed(
      "token", "make an application with write:statuses, write:media, read:statuses and read:accounts there")
    guard let url, let token else { return nil }
    return .mastodon(
      ConnectorSettings.Mastodon(
        url: url, token: token, reach: reach(),
        visibility: keys["visibility"]?.choice(ConnectorSettings.Mastodon.Visibility.self) ?? .public,
        language: keys["language"]?.text() ?? "en", contentWarning: keys["content-warning"]?.text()))
  }

  private func email() -> ConnectorSettings? {
    let host = text("host", "name the server that takes mail in")
    let (from, to) = (mailbox("from", "name the sender"), mailbox("to", "name the list"))
    let security = keys["security"]?.choice(ConnectorSettings.Email.Security.self) ?? .startTLS
    let port = keys["port"].map { $0.wholeNumber(1...65535) } ?? (security == .tls ? 465 : 587)
    guard let host, let from, let to, let port else { return nil }
    guard security != .none || Self.isLoopback(host) else {
      keys["security"]?.fault("The channel “\(channel)” would send mail unprotected to another machine; use starttls.")
      return nil
    }
    var login: ConnectorSettings.Email.Login?
    if let user = keys["user"]?.text() {
      guard let password = needed("password", "give the account's password") else { return nil }
      login = ConnectorSettings.Email.Login(user: user, password: password)
    } else if let password = keys["password-file"] ?? keys["password-env"] {
      password.fault("The channel “\(channel)” has a password and no user; name the user.")
    }
    return .email(
      ConnectorSettings.Email(
        host: host, port: port, security: security, login: login, reach: reach(), from: from, to: to))
  }

  private func command() -> ConnectorSettings? {
    guard let program = text("program", "name the program that publishes") else { return nil }
    let timeout = keys["timeout"].map { $0.duration() } ?? .seconds(15)
    guard let timeout else { return nil }
    guard timeout <= .seconds(300) else {
      keys["timeout"]?.fault("“\(channel)” would wait for more than five minutes; shorten its timeout.")
      return nil
    }
    return .command(
      ConnectorSettings.Command(
        program: program, timeout: timeout, canFind: flag("can-find"), dedupes: flag("dedupes")))
  }

  // MARK: Values

  /// A text that must be there; `remedy` says how to come by it.
  private func text(_ key: String, _ remedy: String) -> String? {
    guard let node = keys[key] else {
      faults.add(line: line, "The channel “\(channel)” has no \(key); \(remedy).")
      return nil
    }
    return node.text()
  }

  private func texts(_ key: String) -> [String]? { keys[key]?.list()?.compactMap { $0.text() } }

  private func flag(_ key: String) -> Bool { keys[key]?.flag() ?? false }

  /// Where a secret is, by `…-file` or `…-env`; nil when neither stands there.
  private func reference(_ name: String) -> SecretReference? {
    let (file, variable) = (keys["\(name)-file"], keys["\(name)-env"])
    if file != nil, let variable {
      variable.fault("The channel “\(channel)” has both \(name)-file and \(name)-env; keep one.")
      return nil
    }
    return file.flatMap { $0.text() }.map(SecretReference.file)
      ?? variable.flatMap { $0.text() }.map(SecretReference.environment)
  }

  private func needed(_ name: String, _ remedy: String) -> SecretReference? {
    guard keys["\(name)-file"] != nil || keys["\(name)-env"] != nil else {
      faults.add(
        line: line,
        "The channel “\(channel)” has no \(name); \(remedy), and name the file that holds it by \(name)-file, or its "
          + "environment variable by \(name)-env.")
      return nil
    }
    return reference(name)
  }

  /// An address that holds no secret, and is https unless the settings allow otherwise.
  private func address(_ key: String, _ remedy: String) -> String? {
    guard let text = text(key, remedy), let node = keys[key] else { return nil }
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host(), !host.isEmpty
    else {
      node.fault("“\(text)” in “\(node.path)” is no address; write it as https://example.org/hook.")
      return nil
    }
    guard url.user() == nil, url.password() == nil else {
      node.fault(
        "“\(node.path)” holds a name or password; no secret stands in the settings. Name it by a key that ends in "
          + "-file or -env.")
      return nil
    }
    guard scheme == "https" || flag("allow-insecure") || Self.isLoopback(host) else {
      node.fault("“\(node.path)” is plain http to another machine; use https, or set allow-insecure: true.")
      return nil
    }
    return text
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
  }

  /// `News <news@example.org>` or the address alone, in ASCII, since not every server takes another (RFC 6531).
  private func mailbox(_ key: String, _ remedy: String) -> String? {
    guard let text = text(key, remedy), let node = keys[key] else { return nil }
    guard Mailbox(text) != nil else {
      node.fault("“\(text)” in “\(node.path)” is no mail address; write it as News <news@example.org>.")
      return nil
    }
    return text
  }

  private func reach() -> ConnectorSettings.Reach {
    let networks = keys["allow-networks"]?.list()?.compactMap { node -> AddressBlock? in
      guard let text = node.text() else { return nil }
      guard let block = AddressBlock(text) else {
        node.fault("“\(text)” in “\(node.path)” is no block of addresses; write it as 10.1.0.0/16.")
        return nil
      }
      return block
    }
    return ConnectorSettings.Reach(
      allowsInsecure: flag("allow-insecure"), networks: networks ?? [], trustFile: keys["trust-file"]?.text())
  }
}
