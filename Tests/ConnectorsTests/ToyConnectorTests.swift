import Elections
import Publishing
import PublishingSettings
import TestSupport
import Testing

/// A connector that no other file knows: what somebody who adds one has to write, and no more.
private struct BoardConnector: ConfiguredConnector {
  static let description = ConnectorDescription(
    reaches: "a notice board", promise: .good, afterDoubt: "Somebody looks at the board.",
    limits: "As many words as the board has room for.", tested: "nothing")

  let simultaneousSends = 1
  let channel: String
  let place: String

  init(of channel: Channel, _ settings: BoardSettings, in surroundings: ConnectorSurroundings) {
    self.channel = channel.id
    place = "\(surroundings.folder)/\(settings.board), \(settings.height)"
  }

  func check(_ content: PostContent) -> [ContentProblem] { [] }

  func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    SendPlan(post: post, payload: Array("\(place): \(post.content.text)".utf8))
  }

  func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    .notSent("It is a toy.", after: nil)
  }
  func find(_ prepared: Prepared) async -> FindOutcome { .cannotTell("It is a toy.") }
  func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome { .cannotRead("It is a toy.") }
  func test() async -> ChannelTest { ChannelTest(isUsable: false, findings: ["It is a toy."]) }

  static func problem(onThisMachineWith settings: BoardSettings, folder: String) -> String? {
    "There is no board in \(folder)."
  }
}

private struct BoardSettings: ConnectorSettings {
  enum Height: String, CaseIterable { case low, high }

  static let kind = ConnectorKind("board", keys: ["board", "height"], readsBack: true)

  let board: String
  let height: Height

  init(board: String, height: Height = .low) {
    self.board = board
    self.height = height
  }

  init?(_ keys: ConnectorKeys) {
    guard let board = keys.text("board", "name the board") else { return nil }
    self.init(board: board, height: keys["height"]?.choice(Height.self) ?? .low)
  }

  var ownFile: String? { board }
}

@Suite struct ToyConnectorTests {
  private static let list = ConnectorList([BoardConnector.self], standIn: BoardSettings(board: "any"))

  private static func read(_ text: String) throws(SettingsErrors) -> Settings {
    try SettingsReader.read(text, file: "p.yaml", connectors: list)
  }

  private static func faults(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  @Test func `a connector of one file is read, described and made, and nothing else has heard of it`() throws {
    let channel = try #require(
      Self.read("channels:\n  hall: {connector: board, board: north, height: high}\n").channels.first)
    #expect(channel.connector == AnyConnectorSettings(BoardSettings(board: "north", height: .high)))
    #expect(channel.connector.kind.name == "board" && channel.connector.kind.readsBack)
    #expect(Self.list.all.map { $0.description.reaches } == ["a notice board"])
    let surroundings = ConnectorSurroundings(folder: "/council", companionFolder: "/store", published: { _ in [] })
    let connector = try Self.list.connector(of: channel, in: surroundings)
    #expect(connector.kind == "board" && connector.readsBack)
    let plan = try connector.plan(Sample.post("Bins"))
    #expect(connector.preview(plan) == "/council/north, high: Bins")
    #expect(Self.list.problem(onThisMachineOf: channel, folder: "/council") == "There is no board in /council.")
  }

  @Test func `without channels the list's stand-in publishes`() throws {
    #expect(try Self.read("").channels.map(\.connector) == [AnyConnectorSettings(BoardSettings(board: "any"))])
    let builtIn = Settings.builtIn(publishingBy: Self.list.standIn)
    #expect(builtIn?.channels.first?.connector == AnyConnectorSettings(BoardSettings(board: "any")))
  }

  @Test(arguments: [
    ("hall: {}", "p.yaml:2: The channel “hall” has no connector; it is one of board."),
    (
      "hall: {connector: bord}",
      "p.yaml:2: “channels.hall.connector” cannot be “bord”. Did you mean “board”? It is one of board."
    ),
    ("hall: {connector: board}", "p.yaml:2: The channel “hall” has no board; name the board."),
    (
      "hall: {connector: board, board: north, hight: low}",
      "p.yaml:2: “channels.hall.hight” is no setting that Portcullis knows. Did you mean “height”? Known here: name, "
        + "connector, areas, closes-for, pace, late-after, administrator, owner, hand-over, approval, board, height."
    ),
    (
      "hall: {connector: board, board: north, height: up}",
      "p.yaml:2: “channels.hall.height” cannot be “up”. It is one of low, high."
    ),
    (
      "{a: {connector: board, board: north}, b: {connector: board, board: north}}",
      "p.yaml:2: The channels “a” and “b” write the same path, “north”; give each its own."
    ),
  ])
  func `what is wrong with its keys is told with the line`(channel: String, fault: String) {
    #expect(Self.faults("channels:\n  \(channel)\n") == [fault])
  }

  @Test func `a change of its keys asks for a person, and its place in the table is where posts go`() throws {
    let (old, new) = (
      try Self.read("channels:\n  hall: {connector: board, board: north}\n"),
      try Self.read("channels:\n  hall: {connector: board, board: south}\n")
    )
    let comparison = SettingsComparison(from: old, to: new, terms: ([], []), today: .day("2027-01-15"))
    #expect(
      comparison.differences == [
        SettingsDifference(.goesWhere, .loosens, "channels.hall.board", "channels.hall.board: north → south")
      ])
  }

  @Test func `settings of a connector that is not in the list make none`() throws {
    let channel = Channel(id: "hall", name: "Hall", connector: BoardSettings(board: "north"))
    let none = ConnectorList([], standIn: BoardSettings(board: "any"))
    let surroundings = ConnectorSurroundings(folder: "/council", companionFolder: "/store", published: { _ in [] })
    #expect(throws: UnknownConnector.self) { try none.connector(of: channel, in: surroundings) }
    #expect(none.problem(onThisMachineOf: channel, folder: "/council") == nil)
  }
}
