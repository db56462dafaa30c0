/// The components that are open outside events, as many as the bytes allow, in little memory.
struct ComponentStack {
  private var names: [UInt8] = []
  private var starts: [Int32] = []

  var depth: Int { starts.count }
  var isEmpty: Bool { starts.isEmpty }

  mutating func push(_ name: ByteView) {
    starts.append(Int32(names.count))
    for index in 0..<name.count { names.append(name[index].upperCased) }
  }

  mutating func pushCalendar() {
    starts.append(Int32(names.count))
    names.append(contentsOf: "VCALENDAR".utf8)
  }

  /// Whether the innermost open component has this name.
  func topIs(_ name: ByteView) -> Bool {
    guard let start = starts.last, names.count - Int(start) == name.count else { return false }
    return (0..<name.count).allSatisfy { names[Int(start) + $0] == name[$0].upperCased }
  }

  func isAt(_ depth: Int, _ name: StaticString) -> Bool {
    guard depth < starts.count else { return false }
    let start = Int(starts[depth])
    let end = depth + 1 < starts.count ? Int(starts[depth + 1]) : names.count
    guard end - start == name.utf8CodeUnitCount else { return false }
    return (start..<end).allSatisfy { unsafe names[$0] == name.utf8Start[$0 - start] }
  }

  var top: String {
    starts.last.map { String(decoding: names[Int($0)...], as: UTF8.self) } ?? ""
  }

  mutating func pop() {
    if let start = starts.popLast() { names.removeLast(names.count - Int(start)) }
  }

  mutating func removeAll() {
    names.removeAll()
    starts.removeAll()
  }
}
