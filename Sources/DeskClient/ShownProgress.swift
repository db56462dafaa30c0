import Desk

/// How far the service has come, shown where its command runs.
struct ShownProgress {
  private let parts: Parts
  private var shown: (label: String, progress: any ProgressShowing)?

  init(_ parts: Parts) { self.parts = parts }

  /// `done` is nil where the work of that name is over.
  mutating func show(_ label: String, _ total: Int, _ done: Int?) {
    guard let done else { return clear() }
    if shown?.label != label {
      clear()
      shown = (label, parts.progress(label, total))
    }
    shown?.progress.show(done)
  }

  mutating func clear() {
    shown?.progress.clear()
    shown = nil
  }
}
