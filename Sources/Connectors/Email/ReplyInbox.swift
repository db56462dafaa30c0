import NIOCore
import Synchronization

/// The replies that came over one connection and were not asked for yet, or who waits for one.
final class ReplyInbox: Sendable {
  private struct State {
    var reader = ReplyReader()
    var replies: [MailReply] = []
    var end: (any Error)?
    var waiting: EventLoopPromise<MailReply>?
  }

  /// A server that says more than this unasked is no mail server.
  private static let mostUnasked = 2

  private let state = Mutex(State())

  /// False when the connection is to be closed.
  func take(_ bytes: ByteBuffer) -> Bool {
    let (promise, reply, isGood) = state.withLock { state in
      do throws(ReplyProblem) {
        state.replies += try state.reader.read(bytes.readableBytesView)
        guard state.replies.count <= Self.mostUnasked else { throw .tooLong }
      } catch {
        state.end = state.end ?? error
      }
      let promise = state.replies.isEmpty ? nil : state.waiting
      if promise != nil { state.waiting = nil }
      return (promise, promise == nil ? nil : state.replies.removeFirst(), state.end == nil)
    }
    if let promise, let reply { promise.succeed(reply) }
    if !isGood { end(ReplyProblem.notSMTP) }
    return isGood
  }

  /// No more comes; the first cause counts.
  func end(_ cause: any Error) {
    let (promise, cause) = state.withLock { state in
      let first = state.end ?? cause
      state.end = first
      defer { state.waiting = nil }
      return (state.waiting, first)
    }
    promise?.fail(cause)
  }

  /// Fulfils the promise with the next reply.
  func next(_ promise: EventLoopPromise<MailReply>) {
    let answer: Result<MailReply, any Error>? = state.withLock { state in
      if !state.replies.isEmpty { return .success(state.replies.removeFirst()) }
      if let end = state.end { return .failure(end) }
      state.waiting = promise
      return nil
    }
    if let answer { promise.completeWith(answer) }
  }

  /// What came although nothing was asked; nil when nothing did.
  func unasked() throws -> MailReply? {
    try state.withLock { state in
      if !state.replies.isEmpty { return state.replies.removeFirst() }
      if let end = state.end { throw end }
      return nil
    }
  }

  /// Why no more comes; nil while more may.
  var cause: (any Error)? { state.withLock { $0.end } }

  /// Nothing lies here, not even a part of a reply.
  var isEmpty: Bool { state.withLock { $0.replies.isEmpty && $0.reader.isBetweenReplies } }
}

/// Hands what a connection brings to its inbox.
final class ReplyHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let inbox: ReplyInbox
  init(_ inbox: ReplyInbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !inbox.take(unwrapInboundIn(data)) { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    inbox.end(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    inbox.end(SMTPConnection.Problem.closed)
    context.fireChannelInactive()
  }
}
