/// Every fault of the settings file, with its line.
package struct CheckSettings: Request {
  package init() {}

  package static let path = "settings/check"
  package static let summary = "Reports every fault in the settings file, with its line."

  package struct Answer: Codable, Hashable, Sendable {
    /// Nil where the built-in settings hold.
    package let file: String?
    package let channels: [String]
    package let problems: [String]
    /// What is no fault of the file, and keeps a channel from publishing on this machine.
    package let warnings: [String]
    /// How many people the register lists; nil where none is kept. For words alone.
    package private(set) var people: Int?

    package init(
      file: String?, channels: [String], problems: [String] = [], warnings: [String] = [], people: Int? = nil
    ) {
      self.file = file
      self.channels = channels
      self.problems = problems
      self.warnings = warnings
      self.people = people
    }

    private enum CodingKeys: String, CodingKey { case file, channels, problems, warnings }
  }
}
