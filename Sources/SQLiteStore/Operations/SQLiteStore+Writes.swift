import Dispatch
package import Publishing
package import PublishingGate

/// Who may send from the store, and who hears of what is written to it.
extension SQLiteStore {
  package var companionFolder: String { StoreFile.folder(of: path) }

  package func lockForGate() throws(StoreError) -> any GateLock { try StoreLock(on: file, lastService: lastService) }

  package func wakeGate() { WakeSocket.send(toStore: path) }

  /// At once by a datagram beside the store, and within a second by the store's change counter where it was lost.
  package func writes() -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let watch = WriteWatch(self) { continuation.yield() }
      continuation.onTermination = { _ in watch.end() }
    }
  }
}

/// Listens at the store's wake-up socket, and looks at its change counter once a second.
///
/// Unchecked, since Dispatch does not say of its sources that any thread may end them, as it allows. The counter is read
/// and written on the one queue.
private final class WriteWatch: @unchecked Sendable {
  private let calls: (any DispatchSourceRead)?
  private let timer: any DispatchSourceTimer
  private var seen: Int?

  init(_ store: SQLiteStore, news: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "portcullis.store.writes")
    let path = store.path
    calls = WakeSocket.listen(atStore: path).map { descriptor in
      let calls = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
      calls.setEventHandler {
        WakeSocket.drain(descriptor)
        news()
      }
      calls.setCancelHandler { WakeSocket.close(descriptor, atStore: path) }
      return calls
    }
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [weak self, weak store] in
      guard let self, let counter = try? store?.changeCounter(), counter != seen else { return }
      // The first that is seen is no news.
      if seen != nil { news() }
      seen = counter
    }
    calls?.resume()
    timer.schedule(deadline: .now(), repeating: .seconds(1))
    timer.resume()
  }

  func end() {
    timer.cancel()
    calls?.cancel()
  }
}
