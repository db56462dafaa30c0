package import Texts

/// The description of the HTTP interface (OpenAPI 3.1), made from the requests and their answers.
package enum OpenAPI {
  package static func description(of requests: [any Request.Type], version: String) throws -> JSON {
    var recorder = SchemaRecorder()
    var paths: [(String, [(String, JSON)])] = []
    for request in requests {
      let operation = (request.changes ? "post" : "get", try Self.operation(request, &recorder))
      if let place = paths.firstIndex(where: { $0.0 == "/\(request.path)" }) {
        paths[place].1.append(operation)
      } else {
        paths.append(("/\(request.path)", [operation]))
      }
    }
    let failure = try recorder.schema(of: FailureAnswer.self)
    return .object([
      ("openapi", .string("3.1.0")),
      (
        "info",
        .object([
          ("title", .string("Portcullis")), ("version", .string(version)),
          ("description", .string("Which of a council's channels are closed before elections, why, and until when.")),
          ("license", .object([("name", .string("Apache-2.0")), ("identifier", .string("Apache-2.0"))])),
        ])
      ),
      ("servers", .array([.object([("url", .string("/api/v1"))])])),
      ("paths", .object(paths.map { ($0.0, .object($0.1)) })),
      (
        "components",
        .object([
          ("schemas", .object(recorder.components.map { ($0.name, $0.schema.json) })),
          (
            "responses",
            .object([
              (
                "Failure",
                .object([
                  ("description", .string("Why it was not done, in whole sentences with the remedy.")),
                  content(failure.json),
                ])
              )
            ])
          ),
          (
            "securitySchemes",
            .object([("token", .object([("type", .string("http")), ("scheme", .string("bearer"))]))])
          ),
        ])
      ),
    ])
  }

  private static func operation<R: Request>(_ request: R.Type, _ recorder: inout SchemaRecorder) throws -> JSON {
    let properties = try recorder.properties(of: request)
    var fields: [(String, JSON)] = [
      ("operationId", .string(String(describing: request))), ("summary", .string(request.summary)),
      ("security", request.isPublic ? .array([]) : .array([.object([("token", .array([]))])])),
    ]
    let inPath = properties.filter { request.path.contains("{\($0.name)}") }
    let others = properties.filter { property in !inPath.contains { $0.name == property.name } }
    let parameters =
      inPath.map { parameter($0, place: "path") }
      + (request.changes ? [] : others.map { parameter($0, place: "query") })
    if !parameters.isEmpty { fields.append(("parameters", .array(parameters))) }
    if request.changes, !others.isEmpty {
      fields.append(("requestBody", .object([("required", .bool(true)), content(Schema.object(others).json)])))
    }
    let answer = try recorder.schema(of: R.Answer.self)
    fields.append(
      (
        "responses",
        .object([
          ("200", .object([("description", .string("The answer.")), content(answer.json)])),
          ("default", .object([("$ref", .string("#/components/responses/Failure"))])),
        ])
      ))
    return .object(fields)
  }

  private static func parameter(_ property: Schema.Property, place: String) -> JSON {
    var (schema, isRequired) = (property.schema, property.isRequired)
    // A property that may be nil is a parameter that may be left out.
    if case .nullable(let inner) = schema { (schema, isRequired) = (inner, false) }
    if case .list = schema { isRequired = false }
    return .object([
      ("name", .string(property.name)), ("in", .string(place)), ("required", .bool(place == "path" || isRequired)),
      ("schema", schema.json),
    ])
  }

  private static func content(_ schema: JSON) -> (String, JSON) {
    ("content", .object([("application/json", .object([("schema", schema)]))]))
  }
}
