/// Lines that wait to be written, bounded: when the reader is too slow, the newest are left out and counted.
///
/// Once a line was left out, so are those after it until everything before is taken; then one line says how many. So
/// what a reader gets is whole up to there, and tells where it is not.
struct BoundedLines {
  private var lines: [String] = []
  private var byteCount = 0
  private var leftOut = 0
  private let longest: Int

  /// `longest`: how many bytes may wait.
  init(longest: Int) { self.longest = longest }

  mutating func append(_ line: String) {
    guard leftOut == 0, byteCount + line.utf8.count <= longest else { return leftOut += 1 }
    lines.append(line)
    byteCount += line.utf8.count + 1
  }

  /// All that waits, for one write; nil when nothing does. `notice`: the line that says how many were left out.
  mutating func take(notice: (Int) -> String) -> String? {
    if !lines.isEmpty {
      let text = lines.joined(separator: "\n") + "\n"
      lines.removeAll(keepingCapacity: true)
      byteCount = 0
      return text
    }
    guard leftOut > 0 else { return nil }
    let text = notice(leftOut) + "\n"
    leftOut = 0
    return text
  }
}
