package import Publishing

/// Where a secret is kept; none ever stands in the settings.
package enum SecretReference: Hashable, Sendable {
  case file(String)
  case environment(String)

  /// The keys that say where a channel's secret of this name is.
  package static func keys(_ name: String) -> [String] { ["\(name)-file", "\(name)-env"] }
}

extension ConnectorKeys {
  /// Where a secret is, by `…-file` or `…-env`; nil when neither stands there.
  package func secret(_ name: String) -> SecretReference? {
    let (file, variable) = (self["\(name)-file"], self["\(name)-env"])
    if file != nil, let variable {
      variable.fault("The channel “\(channel)” has both \(name)-file and \(name)-env; keep one.")
      return nil
    }
    return file.flatMap { $0.text() }.map(SecretReference.file)
      ?? variable.flatMap { $0.text() }.map(SecretReference.environment)
  }

  /// Where a secret is that must be there; `remedy` says how to come by it.
  package func neededSecret(_ name: String, _ remedy: String) -> SecretReference? {
    guard self["\(name)-file"] != nil || self["\(name)-env"] != nil else {
      fault(
        "The channel “\(channel)” has no \(name); \(remedy), and name the file that holds it by \(name)-file, or its "
          + "environment variable by \(name)-env.")
      return nil
    }
    return secret(name)
  }
}
