/// What became of one event of a file, decided exactly once for each (G-48).
///
/// Whoever decides returns one; `EventLedger` takes them and `EventAccounts` counts them, so that no event
/// can be left out by forgetting to write a line about it.
enum Fate: Hashable, Sendable {
  case election
  case notice
  case window
  case holiday
  /// By the rule of that place under `sources`, the first being 0.
  case ignored(rule: Int)
  /// A newer version of the same event counts instead.
  case superseded(by: EventPlace)
  /// Another event says the same under the same UID.
  case repeats(EventPlace)
  case unused(EventAccounts.Unused)
}
