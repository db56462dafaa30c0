package import Texts

/// What JSON a type of the contract is, as a JSON Schema (2020-12, as OpenAPI 3.1 takes it).
package indirect enum Schema: Sendable {
  case boolean
  case integer
  case string(format: String? = nil, oneOf: [String] = [])
  case list(Schema)
  /// An object with any keys.
  case map(Schema)
  case object([Property])
  /// An object that is described once and named elsewhere.
  case named(String)
  /// One of several shapes.
  case oneOf([Schema])
  /// The value or null.
  case nullable(Schema)
  case anything

  package struct Property: Sendable {
    package let name: String
    package let schema: Schema
    /// It stands in every answer, be it as null.
    package let isRequired: Bool
  }

  package var json: JSON {
    switch self {
    case .boolean: .object([("type", .string("boolean"))])
    case .integer: .object([("type", .string("integer"))])
    case .string(let format, let values):
      .object(
        [("type", .string("string"))] + (format.map { [("format", .string($0))] } ?? [])
          + (values.isEmpty ? [] : [("enum", .array(values.map(JSON.string)))]))
    case .list(let element): .object([("type", .string("array")), ("items", element.json)])
    case .map(let value): .object([("type", .string("object")), ("additionalProperties", value.json)])
    case .object(let properties):
      .object(
        [
          ("type", .string("object")),
          ("properties", .object(properties.map { ($0.name, $0.schema.json) })),
        ]
          + (properties.contains(where: \.isRequired)
            ? [("required", .array(properties.filter(\.isRequired).map { .string($0.name) }))] : []))
    case .named(let name): .object([("$ref", .string("#/components/schemas/\(name)"))])
    case .oneOf(let schemas): .object([("oneOf", .array(schemas.map(\.json)))])
    case .nullable(let schema): .object([("anyOf", .array([schema.json, .object([("type", .string("null"))])]))])
    case .anything: .object([])
    }
  }
}
