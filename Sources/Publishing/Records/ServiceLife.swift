package import Elections

/// What a process is known by for good: its number alone goes to another process one day.
package struct ProcessIdentity: Hashable, Sendable {
  /// The kernel's name for the boot during which it runs.
  package let boot: String
  /// When it started, in the kernel's ticks since that boot.
  package let started: Int64

  package init(boot: String, started: Int64) {
    self.boot = boot
    self.started = started
  }
}

/// A gate that registered and has not said that it ended.
package struct ServiceRow: Hashable, Sendable {
  package let id: ServiceID
  package let host: String
  package let process: Int
  /// Nil where an earlier version wrote the row.
  package let identity: ProcessIdentity?
  package let heartbeat: Instant

  package init(id: ServiceID, host: String, process: Int, identity: ProcessIdentity?, heartbeat: Instant) {
    self.id = id
    self.host = host
    self.process = process
    self.identity = identity
    self.heartbeat = heartbeat
  }
}

/// Whether a gate that registered is still at work, as one that begins sees it: one store has one gate.
///
/// On one machine the lock on the store's file decides first; this is for where that lock cannot be seen, on another
/// machine or another kernel, and where an earlier version locked something else.
package enum ServiceLife: Hashable, Sendable {
  case gone
  /// And in which words to name it.
  case living(String)

  /// How old a sign of life may be; a gate gives one every ten seconds.
  package static let longestSilence = Duration.seconds(30)

  /// `startOf`: when the process of a number on this machine started; nil when there is none.
  package init(_ row: ServiceRow, seenBy start: ServiceStart, startOf: (Int) -> Int64?) {
    guard let own = start.identity, row.identity != own || row.process != start.process else {
      self = .gone
      return
    }
    let isHere = row.host == start.host
    let isRecent = abs(start.at.since(row.heartbeat).wholeMilliseconds) < Self.longestSilence.wholeMilliseconds
    let isLiving: Bool
    switch row.identity {
    case let identity? where identity.boot == own.boot:
      // Another host's name under the same kernel is a container, whose processes have numbers of their own; the
      // kernel's lock on the file, which the asker holds, is the same.
      isLiving = isHere && startOf(row.process) == identity.started
    case .some: isLiving = !isHere && isRecent
    case nil: isLiving = isRecent && (!isHere || startOf(row.process) != nil)
    }
    self = isLiving ? .living(isHere ? "process \(row.process)" : "process \(row.process) on \(row.host)") : .gone
  }
}
