import Contract
import Foundation
import Testing
import Texts

/// The description of the HTTP interface, which is made from the requests.
@Suite struct OpenAPITests {
  @Test func `every request has a path of its own, and every name in it is one of its properties`() throws {
    let description = try OpenAPI.description(of: AllRequests.list, version: "1")
    for request in AllRequests.list {
      let operation = try #require(
        description["paths"]?["/\(request.path)"]?[request.changes ? "post" : "get"], "\(request)")
      #expect(operation["operationId"]?.string == String(describing: request))
      let names = request.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
        String($0.dropFirst().dropLast())
      }
      let inPath = (operation["parameters"]?.array ?? []).filter { $0["in"]?.string == "path" }
      #expect(inPath.compactMap { $0["name"]?.string }.sorted() == names.sorted(), "\(request)")
    }
    #expect(Set(AllRequests.list.map { "\($0.changes) \($0.path)" }).count == AllRequests.list.count)
  }

  @Test func `what is named is described`() throws {
    let description = try OpenAPI.description(of: AllRequests.list, version: "1")
    let described = Set(description["components"]?["schemas"]?.keys ?? [])
    let text = description.compactText
    let named = Set(
      text.split(separator: "#/components/schemas/").dropFirst().map { $0.prefix { $0 != "\"" } }.map(String.init))
    #expect(!named.isEmpty && named.isSubset(of: described), "\(named.subtracting(described))")
  }

  @Test func `a cause has two shapes`() throws {
    let description = try OpenAPI.description(of: AllRequests.list, version: "1")
    #expect(description["components"]?["schemas"]?["HoldCause"]?["oneOf"]?.array?.count == 2)
  }

  @Test func `every request of the folder is in the list`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Contract/Requests").standardizedFileURL
    let declared = try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { name in
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        .matches(of: /struct (\w+): Request\b/).map { String($0.output.1) }
    }
    #expect(Set(declared) == Set(AllRequests.list.map { String(describing: $0) }) && !declared.isEmpty)
    #expect(declared.count == AllRequests.list.count)
  }

  @Test func `the description is JSON, and says of every request what a failure looks like`() throws {
    let text = try OpenAPI.description(of: AllRequests.list, version: "1").text
    let read = try #require(JSON(parsing: text))
    #expect(read["openapi"]?.string == "3.1.0")
    for request in AllRequests.list {
      let operation = read["paths"]?["/\(request.path)"]?[request.changes ? "post" : "get"]
      #expect(operation?["summary"]?.string == request.summary)
      #expect(operation?["responses"]?["200"]?["content"] != nil, "\(request)")
      #expect(
        operation?["responses"]?["default"]?["$ref"]?.string == "#/components/responses/Failure", "\(request)")
    }
    let failure = try #require(read["components"]?["responses"]?["Failure"]?["content"]?["application/json"])
    #expect(failure["schema"]?["$ref"]?.string == "#/components/schemas/FailureAnswer")
  }
}
