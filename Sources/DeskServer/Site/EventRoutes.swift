import Contract
import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Texts

/// `/events`: tells open pages that a state has changed (server-sent events; HTML, Living Standard, 9.2). What it has become they
/// ask for themselves.
struct EventRoutes: Sendable {
  private let desk: PublicDesk
  private let open = Counter()

  init(desk: PublicDesk) { self.desk = desk }

  /// More browsers ask again by themselves.
  static let mostStreams = 200
  private static let comment = Duration.seconds(15)

  private final class Counter: Sendable {
    let count = Mutex(0)
  }

  func add(to router: Router<CallerContext>) {
    router.get("events") { _, _ in
      let mayOpen = open.count.withLock { count in
        guard count < Self.mostStreams else { return false }
        count += 1
        return true
      }
      // No content tells a browser not to come back.
      guard mayOpen else { return Response(status: .noContent) }
      let (desk, open) = (desk, open)
      return Response(
        status: .ok,
        headers: [
          .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ],
        body: ResponseBody { writer in
          defer { open.count.withLock { $0 -= 1 } }
          try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
          var last = ""
          var lastWritten = ContinuousClock.now
          while !Task.isCancelled {
            let state = await Self.state(desk)
            if state != last {
              try await writer.write(ByteBuffer(string: "id: \(state)\nevent: state\ndata: {}\n\n"))
              (last, lastWritten) = (state, .now)
            } else if ContinuousClock.now - lastWritten > Self.comment {
              try await writer.write(ByteBuffer(string: ": still here\n\n"))
              lastWritten = .now
            }
            try await Task.sleep(for: PublicDesk.longestKept)
          }
          try await writer.finish(nil)
        })
    }
  }

  /// A digest of all that pages show but for the time: the same as long as nothing has changed.
  private static func state(_ desk: PublicDesk) async -> String {
    let digest = try? await desk.once("state") {
      let answer = try await desk.answer(ShowStatus(channels: [], at: nil)).answer
      let isRunning = try await desk.gateSign().running
      let channels = JSON(encoding: answer.channels).compactText
      let shown = "\(answer.revision ?? 0) \(answer.calendar.state) \(answer.clockDoubt ?? "") \(isRunning) \(channels)"
      return String(ContentHash(of: Array(shown.utf8)).hex.prefix(16))
    }
    return digest ?? "unknown"
  }
}
