import NIOCore
import NIOPosix
import Publishing
import Synchronization

/// A server on loopback that answers each line as the test says, without TLS.
final class LineServer: Sendable {
  enum Answer: Sendable {
    case say(String)
    case nothing
    case hangUp
  }

  private final class Log: Sendable {
    let lines = Mutex<[String]>([])
  }

  private let channel: any NIOCore.Channel
  private let log = Log()

  var port: Int { channel.localAddress?.port ?? 0 }

  /// Every line that came, in order.
  var received: [String] { log.lines.withLock { $0 } }

  init(greeting: String = "220 mail.example.org ready", _ answer: @escaping @Sendable (String) -> Answer) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { [log] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(greeting, log, answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let greeting: String
    private let log: Log
    private let answer: @Sendable (String) -> Answer
    private var rest: [UInt8] = []

    init(_ greeting: String, _ log: Log, _ answer: @escaping @Sendable (String) -> Answer) {
      self.greeting = greeting
      self.log = log
      self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
      if !greeting.isEmpty { say(greeting, context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      rest += unwrapInboundIn(data).readableBytesView
      while let end = rest.firstIndex(of: 0x0A) {
        let line = String(decoding: rest[..<end].filter { $0 != 0x0D }, as: UTF8.self)
        rest.removeSubrange(...end)
        log.lines.withLock { $0.append(line) }
        switch answer(line) {
        case .say(let text): say(text, context)
        case .nothing: break
        case .hangUp: context.close(promise: nil)
        }
      }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
  }
}
