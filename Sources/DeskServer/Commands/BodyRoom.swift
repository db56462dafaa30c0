import Hummingbird
import NIOCore
import Synchronization

/// How much of what callers send is in memory at once: little of anybody's, and a few large bodies at a time of those who may send
/// any, so that nobody can fill the machine the gate runs on.
final class BodyRoom: Sendable {
  /// A question, or an act with its text.
  private static let small = 1 << 20
  /// An import of some hundred thousand posts, or one picture.
  static let large = 160 << 20
  private static let mostLarge = 3

  private let largeUnderWay = Mutex(0)

  enum Refusal: Error {
    case tooLarge(megabytes: Int)
    case full
  }

  /// The body of a request; `mayBeLarge`: of a caller who may see and send more than what is public.
  func body(of request: Request, mayBeLarge: Bool) async throws -> ByteBuffer {
    // Without a length it may become as large as any.
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? Self.large
    guard length > Self.small, mayBeLarge else { return try await collect(request, Self.small) }
    guard length <= Self.large else { throw Refusal.tooLarge(megabytes: Self.large >> 20) }
    try largeUnderWay.withLock { count in
      guard count < Self.mostLarge else { throw Refusal.full }
      count += 1
    }
    defer { largeUnderWay.withLock { $0 -= 1 } }
    return try await collect(request, Self.large)
  }

  private func collect(_ request: Request, _ most: Int) async throws -> ByteBuffer {
    do {
      return try await request.body.collect(upTo: most)
    } catch is NIOTooManyBytesError {
      throw Refusal.tooLarge(megabytes: most >> 20)
    }
  }
}
