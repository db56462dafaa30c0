/// Values of one name, as Prometheus reads them (text format 0.0.4).
struct MetricFamily: Sendable {
  enum Kind: String, Sendable { case counter, gauge, histogram }

  struct Sample: Sendable {
    /// What is added to the family's name: `_bucket`, `_sum`.
    let suffix: String
    let labels: [(String, String)]
    let value: Double

    init(_ value: Double, _ labels: [(String, String)] = [], suffix: String = "") {
      self.suffix = suffix
      self.labels = labels
      self.value = value
    }
  }

  let name: String
  let help: String
  let kind: Kind
  let samples: [Sample]

  init(_ name: String, _ kind: Kind = .gauge, help: String, _ samples: [Sample]) {
    self.name = name
    self.help = help
    self.kind = kind
    self.samples = samples
  }

  init(_ name: String, help: String, _ value: Double) { self.init(name, help: help, [Sample(value)]) }

  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  static func text(_ families: [MetricFamily]) -> String { families.map(\.text).joined() }

  private var text: String {
    var text = "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      text += name + sample.suffix
      if !sample.labels.isEmpty {
        let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
        text += "{\(labels.joined(separator: ","))}"
      }
      text += " \(Self.text(sample.value))\n"
    }
    return text
  }

  /// By scalars, so that no combining mark hides a quote from it.
  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where quotes: escaped.append(contentsOf: "\\\"".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  private static func text(_ value: Double) -> String {
    if value == .infinity { return "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
