/// The targets of `Package.swift`, as its text has them.
///
/// `swift package dump-package` would wait for the build that runs the tests, so the text is read: simply, and only in
/// the form in which it is written today. What has another form is an error, never passed over.
struct Manifest {
  struct Target {
    let name: String
    let kind: Kind
    /// The folder of its sources, from the package's on.
    let folder: String
    let dependencies: [Dependency]
    let line: Int

    var isTest: Bool { folder.hasPrefix("Tests/") }
  }

  enum Kind: String {
    case library = "target"
    case executable = "executableTarget"
    case test = "testTarget"
    case system = "systemLibrary"
  }

  struct Dependency {
    let name: String
    let line: Int
  }

  let targets: [Target]

  init(_ text: String) throws(Unreadable) {
    var reader = ExpressionReader(Token.all(of: text))
    var targets: [Target] = []
    while let call = try reader.nextCall(named: Kind.allNames + Self.unknownKinds) {
      targets.append(try Target(call))
    }
    self.targets = targets
  }

  subscript(name: String) -> Target? { targets.first { $0.name == name } }

  /// A target whose modules the rules here know nothing of.
  private static let unknownKinds = ["binaryTarget", "plugin", "macro"]

  struct Unreadable: Error, CustomStringConvertible {
    let line: Int
    let says: String
    var description: String { "Package.swift:\(line): \(says)" }
  }
}

extension Manifest.Kind {
  static let allNames = ["target", "executableTarget", "testTarget", "systemLibrary"]
}

extension Manifest.Target {
  fileprivate init(_ call: Call) throws(Manifest.Unreadable) {
    guard let kind = Manifest.Kind(rawValue: call.name) else {
      throw Manifest.Unreadable(line: call.line, says: "The rules know no target of the kind .\(call.name).")
    }
    guard case .string(let name)? = call["name"] else {
      throw Manifest.Unreadable(line: call.line, says: "This target's name is not written as a string.")
    }
    self.name = name
    self.kind = kind
    line = call.line
    switch call["path"] {
    case nil: folder = (kind == .test ? "Tests/" : "Sources/") + name
    case .string(let path): folder = path
    default: throw Manifest.Unreadable(line: line, says: "The path of \(name) is not written as a string.")
    }
    switch call["dependencies"] {
    case nil: dependencies = []
    case .list(let items):
      var read: [Manifest.Dependency] = []
      for item in items { read.append(try Manifest.Dependency(item.value, of: name, line: item.line)) }
      dependencies = read
    default: throw Manifest.Unreadable(line: line, says: "The dependencies of \(name) are not written as a list.")
    }
  }
}

extension Manifest.Dependency {
  /// `"Elections"` or `.product(name: "Crypto", package: "swift-crypto")`.
  fileprivate init(_ value: Expression, of target: String, line: Int) throws(Manifest.Unreadable) {
    self.line = line
    switch value {
    case .string(let name): self.name = name
    case .call(let call):
      guard ["product", "target", "byName"].contains(call.name), case .string(let name)? = call["name"] else {
        fallthrough
      }
      self.name = name
    default:
      throw Manifest.Unreadable(line: line, says: "A dependency of \(target) is neither a name nor a product.")
    }
  }
}
