import Contract
import Foundation
import Testing
import Texts

/// How values of the contract become JSON, and how their description is made.
@Suite struct CodingTests {
  enum Colour: String, Codable, CaseIterable { case red, green }

  struct Leaf: Codable {
    let at: Moment?
    let colour: Colour
  }

  struct Tree: Codable {
    let zebra: Int
    let apple: String?
    let leaves: [Leaf]
    let first: Leaf
    let on: Day
    let facts: JSONValue
    let counts: [String: Int]
  }

  struct Ask: Request {
    typealias Answer = Tree
    let tree: String
    let at: Moment?
    static let path = "trees/{tree}"
    static let summary = "One tree."
  }

  static let tree = Tree(
    zebra: 1, apple: nil, leaves: [Leaf(at: Moment("2027-05-06T22:00:00+01:00"), colour: .green)],
    first: Leaf(at: nil, colour: .red), on: Day("2027-05-06"),
    facts: JSONValue(.object([("b", .number(1)), ("a", .null)])), counts: ["x": 2])

  @Test func `keys stand in the order of the properties, and what is nil is null`() {
    #expect(
      JSON(encoding: Self.tree).compactText
        == #"{"zebra":1,"apple":null,"leaves":[{"at":"2027-05-06T22:00:00+01:00","colour":"green"}],"#
        + #""first":{"at":null,"colour":"red"},"on":"2027-05-06","facts":{"b":1,"a":null},"counts":{"x":2}}"#)
  }

  @Test func `what is written reads back as the same`() throws {
    let text = JSON(encoding: Self.tree).compactText
    let back = try JSONDecoder().decode(Tree.self, from: Data(text.utf8))
    #expect(back.leaves.first?.at?.text == "2027-05-06T22:00:00+01:00" && back.apple == nil && back.counts == ["x": 2])
  }

  @Test func `the description says of each key what it is`() throws {
    var recorder = SchemaRecorder()
    let schema = try recorder.schema(of: Tree.self)
    #expect(schema.json.compactText == ##"{"$ref":"#/components/schemas/CodingTestsTree"}"##)
    let tree = try #require(recorder.components.first { $0.name == "CodingTestsTree" }?.schema.json)
    #expect(tree["properties"]?["zebra"]?["type"]?.string == "integer")
    #expect(
      tree["properties"]?["apple"]?.compactText == #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#)
    #expect(
      tree["properties"]?["leaves"]?.compactText
        == ##"{"type":"array","items":{"$ref":"#/components/schemas/CodingTestsLeaf"}}"##)
    #expect(tree["properties"]?["on"]?["format"]?.string == "date")
    #expect(tree["required"]?.array?.count == 7)
    let leaf = try #require(recorder.components.first { $0.name == "CodingTestsLeaf" }?.schema.json)
    #expect(leaf["properties"]?["colour"]?["enum"]?.compactText == #"["red","green"]"#)
  }

  @Test func `a request's properties are parameters of its path and query`() throws {
    let description = try OpenAPI.description(of: [Ask.self], version: "1")
    let parameters = try #require(description["paths"]?["/trees/{tree}"]?["get"]?["parameters"]?.array)
    #expect(parameters.map { $0["in"]?.string } == ["path", "query"])
    #expect(parameters.map { $0["required"]?.compactText } == ["true", "false"])
  }

  // MARK: Keys that may be missing, and lists

  struct Leaves: ListAnswer {
    let list: [Pressed]
    let aside: String?
    init(list: [Pressed], aside: String?) {
      self.list = list
      self.aside = aside
    }
  }

  struct Pressed: Codable, Equatable {
    @LeftOutIfNil var count: Int?
    let colour: Colour?
  }

  @Test func `a key under LeftOutIfNil stands there only with a value`() throws {
    let some = Pressed(count: 3, colour: nil)
    let none = Pressed(count: nil, colour: .red)
    #expect(JSON(encoding: [some, none]).compactText == #"[{"count":3,"colour":null},{"colour":"red"}]"#)
    for pressed in [some, none] {
      let text = JSON(encoding: pressed).compactText
      #expect(try JSONDecoder().decode(Pressed.self, from: Data(text.utf8)) == pressed)
    }
    var recorder = SchemaRecorder()
    _ = try recorder.schema(of: Pressed.self)
    let schema = try #require(recorder.components.first?.schema.json)
    #expect(schema["required"]?.compactText == #"["colour"]"#)
    #expect(schema["properties"]?["count"]?.compactText == #"{"type":"integer"}"#)
  }

  @Test func `an answer that is a list has nothing around it`() throws {
    let leaves = Leaves(list: [Pressed(count: 1, colour: nil)], aside: "said beside it")
    let text = JSON(encoding: leaves).compactText
    #expect(text == #"[{"count":1,"colour":null}]"#)
    #expect(JSON(encoding: Leaves(list: [], aside: nil)).compactText == "[]")
    let back = try JSONDecoder().decode(Leaves.self, from: Data(text.utf8))
    #expect(back.list == leaves.list && back.aside == nil)
    var recorder = SchemaRecorder()
    #expect(
      try recorder.schema(of: Leaves.self).json.compactText
        == ##"{"type":"array","items":{"$ref":"#/components/schemas/CodingTestsPressed"}}"##)
  }

  // MARK: What only words need

  struct Spoken: Codable, Equatable {
    let said: String
    @ForWords var aside: String?
    @ForWords var more: [Int] = []

    init(said: String, aside: String?, more: [Int]) {
      self.said = said
      self.aside = aside
      self.more = more
    }

    private enum CodingKeys: String, CodingKey {
      case said
      case aside = "_aside"
      case more = "_more"
    }
  }

  @Test func `what only words need is no part of the contract, and travels where words are wanted`() throws {
    let spoken = Spoken(said: "a", aside: "b", more: [1])
    #expect(JSON(encoding: spoken).compactText == #"{"said":"a"}"#)
    let worded = JSON(encoding: spoken, withWords: true)
    #expect(worded.compactText == #"{"said":"a","_aside":"b","_more":[1]}"#)
    #expect(try worded.decoded(as: Spoken.self) == spoken)
    let none = Spoken(said: "a", aside: nil, more: [])
    #expect(try JSON(encoding: none, withWords: true).decoded(as: Spoken.self) == none)
    #expect(try JSON(encoding: spoken).decoded(as: Spoken.self) == none, "who got no words has none")
    var recorder = SchemaRecorder()
    #expect(try recorder.properties(of: Spoken.self).map(\.name) == ["said"])
    let leaves = Leaves(list: [Pressed(count: 1, colour: nil)], aside: "said beside it")
    let back = try JSON(encoding: leaves, withWords: true).decoded(as: Leaves.self)
    #expect(back.list == leaves.list && back.aside == leaves.aside)
  }

  @Test func `facts whose shape nobody fixed are read as they are`() throws {
    let recorded = try #require(JSON(parsing: #"{"facts":{"a":[{"b":true,"y":null}],"z":-1,"é":""}}"#))
    let read = try recorded.decoded(as: [String: JSONValue].self)
    #expect(read["facts"]?.json.compactText == #"{"a":[{"b":true,"y":null}],"z":-1,"é":""}"#)
  }

  @Test(arguments: ["[]", "{}", "1", "null", #"{"said":1}"#, #"{"said":null}"#])
  func `what is no such value is an error`(text: String) throws {
    let json = try #require(JSON(parsing: text))
    #expect(throws: DecodingError.self) { try json.decoded(as: Spoken.self) }
  }
}
