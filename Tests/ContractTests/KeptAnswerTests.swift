import Contract
import Foundation
import Testing
import Texts

/// What programs read is what the contract's types say.
@Suite struct KeptAnswerTests {
  @Test func `there is an answer to every request of these`() {
    let answered = Set(KeptAnswers.all.map { "\($0.request)" })
    #expect(answered.count == 43 && KeptAnswers.all.count > 160, "\(answered.sorted())")
  }

  @Test(arguments: KeptAnswers.all)
  func `an answer reads as its type, and writes as the same bytes`(kept: KeptAnswers.Kept) throws {
    func again<R: Request>(_ request: R.Type) throws -> String {
      JSON(encoding: try JSONDecoder().decode(R.Answer.self, from: Data(kept.json.utf8))).text
    }
    #expect(try again(kept.request) == kept.json)
  }

  @Test(arguments: KeptAnswers.all)
  func `an answer is as the description says`(kept: KeptAnswers.Kept) throws {
    let description = try OpenAPI.description(of: [kept.request], version: "1")
    let operation = try #require(
      description["paths"]?["/\(kept.request.path)"]?[kept.request.changes ? "post" : "get"])
    let schema = try #require(
      operation["responses"]?["200"]?["content"]?["application/json"]?["schema"])
    let fault = Described(components: description["components"]?["schemas"]).fault(
      in: try #require(JSON(parsing: kept.json)), by: schema)
    #expect(fault == nil)
  }
}

/// Compares JSON with a description, as far as descriptions of the contract go.
private struct Described {
  let components: JSON?

  /// Where the value is another than the schema says; nil where it is not.
  func fault(in value: JSON, by schema: JSON, at place: String = "answer") -> String? {
    if let name = schema["$ref"]?.string {
      guard let named = components?[String(name.split(separator: "/").last ?? "")] else { return "\(name) is missing" }
      return fault(in: value, by: named, at: place)
    }
    if let shapes = schema["anyOf"]?.array ?? schema["oneOf"]?.array {
      let faults = shapes.compactMap { fault(in: value, by: $0, at: place) }
      return faults.count < shapes.count ? nil : faults.joined(separator: "; or ")
    }
    if let values = schema["enum"]?.array?.compactMap(\.string) {
      return values.contains(value.string ?? "") ? nil : "\(place) is none of \(values)"
    }
    switch schema["type"]?.string {
    case "object": return fault(inObject: value, by: schema, at: place)
    case "array":
      guard let elements = value.array, let element = schema["items"] else { return "\(place) is no list" }
      return elements.lazy.compactMap { fault(in: $0, by: element, at: place + "[]") }.first
    case "string": return value.string == nil ? "\(place) is no string" : nil
    case "integer": return value.number == nil ? "\(place) is no number" : nil
    case "boolean": return value.bool == nil ? "\(place) is no boolean" : nil
    case "null": return value.isNull ? nil : "\(place) is not null"
    default: return nil
    }
  }

  private func fault(inObject value: JSON, by schema: JSON, at place: String) -> String? {
    guard let keys = value.keys else { return "\(place) is no object" }
    let required = schema["required"]?.array?.compactMap(\.string) ?? []
    if let missing = required.first(where: { !keys.contains($0) }) { return "\(place) lacks \(missing)" }
    return keys.lazy.compactMap { key -> String? in
      guard let part = value[key], let known = schema["properties"]?[key] else {
        return "\(place).\(key) is not described"
      }
      return fault(in: part, by: known, at: "\(place).\(key)")
    }.first
  }
}
