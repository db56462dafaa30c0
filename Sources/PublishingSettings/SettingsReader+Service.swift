import Publishing
import Texts
import Yams

extension SettingsReader {
  private static let keys = [
    "checkpoints", "checkpoint-key", "socket", "listen", "metrics", "certificate-file", "key-file", "public-address",
    "contact",
    "login",
  ]

  static func service(_ node: SettingsNode) -> (checkpoints: Settings.Checkpoints, service: ServiceSettings) {
    let keys = node.mapping(allowing: keys) ?? [:]
    let checkpoints = Settings.Checkpoints(
      folder: keys["checkpoints"]?.text(), keyFile: keys["checkpoint-key"]?.text())
    keys["login"]?.fault("Logins on pages are not in this version; leave `login` out.")
    let service = ServiceSettings(
      socket: keys["socket"].flatMap(socket), listener: keys["listen"].flatMap(listener),
      metrics: keys["metrics"].flatMap(listener), certificate: certificate(keys),
      publicAddress: keys["public-address"].flatMap(address), contact: keys["contact"]?.text())
    return (checkpoints, service)
  }

  private static func certificate(_ keys: [String: SettingsNode]) -> ServiceSettings.Certificate? {
    switch (keys["certificate-file"], keys["key-file"]) {
    case (let certificate?, let key?):
      guard let file = certificate.text(), let keyFile = key.text() else { return nil }
      return ServiceSettings.Certificate(file: file, keyFile: keyFile)
    case (let alone?, nil), (nil, let alone?):
      alone.fault("A certificate and its key belong together: write both certificate-file and key-file.")
      return nil
    case (nil, nil): return nil
    }
  }

  private static func socket(_ node: SettingsNode) -> String? {
    guard let path = node.text() else { return nil }
    guard path.utf8.count <= ServiceSettings.longestSocket else {
      node.fault("A socket's name has at most \(ServiceSettings.longestSocket) bytes; choose a shorter path.")
      return nil
    }
    return path
  }

  private static func listener(_ node: SettingsNode) -> ServiceSettings.Listener? {
    guard let text = node.text() else { return nil }
    guard let listener = ServiceSettings.Listener(text) else {
      node.fault("“\(text.printable)” is no address to listen on; write it as 127.0.0.1:8017.")
      return nil
    }
    return listener
  }

  private static func address(_ node: SettingsNode) -> String? {
    guard let text = node.text() else { return nil }
    if let problem = WebLink.problem(in: text) {
      node.fault("“\(text.printable)” is no web address: \(problem). Write it as https://purdah.example.gov.uk.")
      return nil
    }
    return text
  }
}
