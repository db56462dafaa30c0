import Contract
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
}
