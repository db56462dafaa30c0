import Contract
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Texts

/// A request of the contract, put together from its path, its query and its body.
struct AskedValue<R: DeskRequest> {
  let request: R

  init(_ type: R.Type, _ asked: Request, _ context: CallerContext, _ body: ByteBuffer?) throws {
    var recorder = SchemaRecorder()
    let properties = try recorder.properties(of: type)
    var entries: [(String, JSON)] = []
    if let body, body.readableBytes > 0 {
      guard case .object(let sent)? = JSON(parsing: String(buffer: body)) else {
        throw Failure(.usage, "The body is no JSON object.")
      }
      let known = properties.map(\.name)
      for (key, _) in sent where !known.contains(key) {
        throw Failure(
          .usage, "“\(key.printable)” is nothing that can be asked here.\(NearMiss.question(key, among: known))")
      }
      entries = sent
    }
    for property in properties {
      let values = try Self.values(property, asked, context)
      guard !values.isEmpty else { continue }
      entries.removeAll { $0.0 == property.name }
      entries.append((property.name, try Self.json(values, property.schema, property.name)))
    }
    for property in properties where !entries.contains(where: { $0.0 == property.name }) {
      switch property.schema {
      case .list: entries.append((property.name, .array([])))
      case .boolean: entries.append((property.name, .bool(false)))
      case .nullable: break
      default:
        guard let value = R.usual[property.name] else {
          throw Failure(.usage, "“\(property.name)” is missing.")
        }
        entries.append((property.name, value))
      }
    }
    do {
      request = try JSON.object(entries).decoded(as: type)
    } catch {
      throw Failure(.usage, "What is asked is not as the description of \(R.path) says: /api/v1/openapi.json.")
    }
  }

  private static func values(
    _ property: Schema.Property, _ asked: Request, _ context: CallerContext
  ) throws -> [String] {
    if let place = AskedPath(R.path).place(of: property.name) {
      guard let value = context.parameters.get(place)?.removingPercentEncoding else {
        throw Failure(.usage, "“\(property.name)” is missing in the path.")
      }
      return [value]
    }
    return asked.uri.queryParameters.getAll(property.name)
  }

  private static func json(_ values: [String], _ schema: Schema, _ name: String) throws -> JSON {
    switch schema {
    case .nullable(let inner): return try json(values, inner, name)
    case .list: return .array(values.flatMap { $0.split(separator: ",") }.map { .string(String($0)) })
    case .integer:
      guard let number = Int(values[0]) else {
        throw Failure(.usage, "“\(name)” is a number, and “\(values[0].printable)” is none.")
      }
      return .number(number)
    case .boolean:
      guard let flag = ["true": true, "": true, "false": false][values[0]] else {
        throw Failure(.usage, "“\(name)” is true or false, and “\(values[0].printable)” is neither.")
      }
      return .bool(flag)
    default: return .string(values[0])
    }
  }
}

/// A request's path as the router takes it: it wants one name for what stands at one place, and requests have several.
struct AskedPath {
  private let parts: [Substring]

  init(_ path: String) { parts = path.split(separator: "/") }

  /// `revisions/{at-1}/file`.
  var route: String {
    parts.enumerated().map { $0.element.hasPrefix("{") ? "{\(Self.name($0.offset))}" : String($0.element) }
      .joined(separator: "/")
  }

  /// The router's name for the place of a property; nil where it does not stand in the path.
  func place(of property: String) -> String? { parts.firstIndex(of: "{\(property)}").map(Self.name) }

  private static func name(_ place: Int) -> String { "at-\(place)" }
}
