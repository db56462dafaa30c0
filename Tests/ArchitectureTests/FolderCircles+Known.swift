extension FolderCircles {
  /// Arrows that point upwards between folders from before that was a rule. The list only gets shorter: an arrow that is in
  /// no circle any more has to leave it, and nothing may be added.
  static let known: Set<Arrow> = [
    Arrow(target: "Connectors", from: "Transport", to: "Mastodon"),
    Arrow(target: "Desk", from: "Adoption", to: "Calendars"),
    Arrow(target: "Desk", from: "Adoption", to: "SetUp"),
    Arrow(target: "Desk", from: "Evidence", to: "Posts"),
    Arrow(target: "Desk", from: "SetUp", to: "Calendars"),
    Arrow(target: "Desk", from: "SetUp", to: "Gate"),
    Arrow(target: "Desk", from: "Wording", to: "SetUp"),
    Arrow(target: "Publishing", from: "Audit", to: "Rules"),
    Arrow(target: "Publishing", from: "Channels", to: "People"),
    Arrow(target: "Publishing", from: "Connectors", to: "Decisions"),
    Arrow(target: "Publishing", from: "Deliveries", to: "Connectors"),
    Arrow(target: "Publishing", from: "Deliveries", to: "Rules"),
    Arrow(target: "Publishing", from: "People", to: "Records"),
    Arrow(target: "Publishing", from: "People", to: "Rules"),
    Arrow(target: "Publishing", from: "Records", to: "Connectors"),
    Arrow(target: "Publishing", from: "Records", to: "Decisions"),
    Arrow(target: "Publishing", from: "Rules", to: "Records"),
    Arrow(target: "Publishing", from: "Rules", to: "Standing"),
    Arrow(target: "SQLiteStore", from: ".", to: "Operations"),
    Arrow(target: "SQLiteStore", from: "File", to: "."),
    Arrow(target: "SQLiteStore", from: "Transactions", to: "Operations"),
  ]
}
