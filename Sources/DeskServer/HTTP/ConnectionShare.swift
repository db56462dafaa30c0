import NIOCore
import Synchronization

/// How many connections each account of this machine may hold at once, so that one of them cannot keep the others out.
final class ConnectionShare: Sendable {
  private let held = Mutex<[UInt32: Int]>([:])

  /// Of a thousand there are; a person's commands need one each.
  private static let most = 100

  /// False where the account holds as many as it may.
  func take(_ account: UInt32) -> Bool {
    held.withLock { held in
      guard held[account, default: 0] < Self.most else { return false }
      held[account, default: 0] += 1
      return true
    }
  }

  func giveBack(_ account: UInt32) {
    held.withLock { held in
      held[account, default: 1] -= 1
      if held[account] == 0 { held[account] = nil }
    }
  }
}

/// Closes a connection of an account that holds its share already. Over the network there are no accounts, and it does nothing.
final class ConnectionShareHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let share: ConnectionShare
  private var account: UInt32?

  init(_ share: ConnectionShare) { self.share = share }

  func channelActive(context: ChannelHandlerContext) {
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    PeerAccount.future(of: context.channel)?.whenSuccess { peer in
      let (handler, context) = bound.value
      guard context.channel.isActive else { return }
      // Numbers without a login are many to whoever may make them, and one stranger to us.
      let account = peer.login == nil ? UInt32.max : peer.user
      if handler.share.take(account) { handler.account = account } else { context.close(promise: nil) }
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let account { share.giveBack(account) }
    account = nil
    context.fireChannelInactive()
  }
}

/// Closes a connection whose reader takes nothing of what waits for it.
final class StalledReaderHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private static let patience = TimeAmount.seconds(30)

  private var deadline: Scheduled<Void>?

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
    if !context.channel.isWritable {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      deadline = context.eventLoop.scheduleTask(in: Self.patience) { bound.value.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }
}
