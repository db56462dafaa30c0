import Desk
import Foundation
import Glibc

/// A bar on standard error while something takes long; nothing where that is no terminal.
final class Progress: ProgressShowing {
  private let label: String
  private let total: Int
  private let isShown: Bool
  private let begun = ContinuousClock.now

  init(_ label: String, total: Int) {
    self.label = label
    self.total = total
    isShown = isatty(STDERR_FILENO) == 1 && total > 0
  }

  /// Drawn only once it has taken half a second, and a hundred times at most.
  func show(_ done: Int) {
    guard isShown, done % max(1, total / 100) == 0, ContinuousClock.now - begun > .milliseconds(500) else { return }
    let filled = min(30, done * 30 / total)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    Terminal.overwrite("\(label) [\(bar)] \(min(100, done * 100 / total)) %")
  }

  func clear() {
    if isShown { Terminal.overwrite("") }
  }
}
