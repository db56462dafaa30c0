import Synchronization

/// How many of libical's trees are alive: each owner counts itself, so that a test sees all of them freed.
package enum LibicalTrees {
  private static let count = Atomic<Int>(0)

  package static var live: Int { count.load(ordering: .relaxed) }
  static func made() { count.add(1, ordering: .relaxed) }
  static func freed() { count.subtract(1, ordering: .relaxed) }
}
