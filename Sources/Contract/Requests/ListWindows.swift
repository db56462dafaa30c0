/// The purdah windows of the elections, and those given by hand.
package struct ListWindows: Request {
  /// The first day, as `2027-05-06`; from the beginning where it is left out.
  package let from: String?
  /// The last day, which is included; ten years from now where it is left out.
  package let to: String?
  /// Also what is only possible, which closes nothing: each entry then says whether it is.
  package let possible: Bool

  package init(from: String?, to: String?, possible: Bool) {
    self.from = from
    self.to = to
    self.possible = possible
  }

  package static let path = "calendar/windows"
  package static let summary = "Lists the purdah windows of the elections, and those given by hand."

  package struct Answer: ListAnswer {
    package let list: [Listed]
    /// Which days were asked about.
    package let aside: ListedDays?

    package init(list: [Listed], aside: ListedDays?) {
      self.list = list
      self.aside = aside
    }
  }

  /// A window, and whether it is only possible, in one object.
  package struct Listed: Codable, Hashable, Sendable {
    package let window: HoldCause.Window
    /// Nil where what is only possible was not asked for.
    package let isPossible: Bool?

    package init(window: HoldCause.Window, isPossible: Bool?) {
      self.window = window
      self.isPossible = isPossible
    }

    package init(from decoder: any Decoder) throws {
      window = try HoldCause.Window(from: decoder)
      isPossible = try Possibility(from: decoder).possible
    }

    package func encode(to encoder: any Encoder) throws {
      try window.encode(to: encoder)
      try Possibility(possible: isPossible).encode(to: encoder)
    }
  }

  private struct Possibility: Codable { @LeftOutIfNil var possible: Bool? }
}
