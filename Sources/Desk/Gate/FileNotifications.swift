package import Dispatch
import Glibc
import Publishing
import Synchronization

/// What the kernel tells of changes at the places that a look went to (inotify(7)).
package final class FileNotifications: Sendable {
  /// What matters of what happens at a place.
  private enum Wish {
    case everything
    case names(Set<String>)

    func joined(with other: Wish) -> Wish {
      guard case .names(let these) = self, case .names(let those) = other else { return .everything }
      return .names(these.union(those))
    }
  }

  private let descriptor: Int32
  private let wishes = Mutex<[Int32: Wish]>([:])

  /// Nil where the system has none to give.
  package init?() {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
  }

  deinit { close(descriptor) }

  /// Calls `changed` on a thread of the system's whenever something that matters was told, until the source is cancelled.
  package func source(_ changed: @escaping @Sendable () -> Void) -> any DispatchSourceRead {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
    source.setEventHandler { if self.drain() { changed() } }
    source.resume()
    return source
  }

  /// What became of asking for the places.
  package struct Arming {
    /// Something is watched that was not watched before: what happened there meanwhile has to be looked for.
    package let isNew: Bool
    /// Every place that exists is watched.
    package let isComplete: Bool
  }

  private static let comesAndGoes = UInt32(
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB)
  private static let content = UInt32(IN_MODIFY | IN_CLOSE_WRITE)

  /// Watches these places, and no others any more.
  package func arm(_ places: [WatchedPlaces.Place]) -> Arming {
    var asked: [String: (mask: UInt32, wish: Wish)] = [:]
    for place in places {
      let isContent = place.kind != .names
      let mask = isContent ? Self.comesAndGoes | Self.content : Self.comesAndGoes
      let wish = isContent ? Wish.everything : .names([place.name])
      let known = asked[place.path]
      asked[place.path] = ((known?.mask ?? 0) | mask, known?.wish.joined(with: wish) ?? wish)
    }
    return wishes.withLock { before in
      var wishes: [Int32: Wish] = [:]
      var isComplete = true
      for (path, (mask, wish)) in asked {
        let watch = unsafe inotify_add_watch(descriptor, path, mask)
        if watch >= 0 {
          // Two paths may lead to one place.
          wishes[watch] = wishes[watch]?.joined(with: wish) ?? wish
        } else if errno != ENOENT, errno != ENOTDIR {
          // What is not there is noticed where it would come.
          isComplete = false
        }
      }
      for watch in before.keys where wishes[watch] == nil { _ = inotify_rm_watch(descriptor, watch) }
      let isNew = wishes.keys.contains { before[$0] == nil }
      before = wishes
      return Arming(isNew: isNew, isComplete: isComplete)
    }
  }

  /// Reads what was told; whether any of it matters.
  private func drain() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var matters = false
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return matters }
      if take(buffer.prefix(count)) { matters = true }
    }
  }

  /// `struct inotify_event`: watch, mask, cookie, the length of the name, and the name up to its first zero.
  private func take(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    var matters = false
    func number(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(rest[rest.startIndex + offset + $1]) << (8 * UInt32($1)) }
    }
    while rest.count >= 16 {
      let (watch, mask, length) = (Int32(bitPattern: number(0)), number(4), Int(number(12)))
      let name = String(decoding: rest.dropFirst(16).prefix(length).prefix { $0 != 0 }, as: UTF8.self)
      rest = rest.dropFirst(16 + length)
      if mask & UInt32(IN_Q_OVERFLOW) != 0 { matters = true }
      // That a watch is over says nothing that the event before did not say.
      if mask & UInt32(IN_IGNORED) != 0 { continue }
      let isMeant = wishes.withLock { wishes in
        switch wishes[watch] {
        case .everything: true
        case .names(let names): name.isEmpty || names.contains(name)
        case nil: false
        }
      }
      if isMeant { matters = true }
    }
    return matters
  }
}
