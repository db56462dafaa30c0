extension FolderCircles {
  /// Arrows that point upwards between folders from before that was a rule. The list only gets shorter: an arrow that is in
  /// no circle any more has to leave it, and nothing may be added.
  static let known: Set<Arrow> = [
    Arrow(target: "Desk", from: "Adoption", to: "Calendars"),
    Arrow(target: "Desk", from: "Adoption", to: "SetUp"),
    Arrow(target: "Desk", from: "SetUp", to: "Calendars"),
    Arrow(target: "Desk", from: "SetUp", to: "Gate"),
    Arrow(target: "Desk", from: "Wording", to: "SetUp"),
    Arrow(target: "SQLiteStore", from: ".", to: "Operations"),
    Arrow(target: "SQLiteStore", from: "File", to: "."),
    Arrow(target: "SQLiteStore", from: "Transactions", to: "Operations"),
  ]
}
