import Contract
import Desk
import HTTPTypes
import Hummingbird
import Publishing

/// `/metrics` for Prometheus.
///
/// Numbers alone, and yet they tell of posts how many are held: so on the socket they are for whoever may see posts, and over
/// the network they have a port of their own.
struct MetricsRoutes: Sendable {
  let host: DeskHost
  let registry: MetricsRegistry
  /// Whoever reaches this address may read them.
  let isOpenToAll: Bool

  func add(to router: Router<CallerContext>) {
    router.get("metrics") { request, context in
      do {
        if !isOpenToAll {
          let caller = try await Caller(request, context)
          let exclusion = try await host.threads.perform { [host] in
            try await caller.exclusion(from: host.desk(of: caller.actor))
          }
          if let exclusion { throw exclusion }
        }
        let text = try await host.threads.perform { MetricFamily.text(await families()) }
        return Reply.content(text, type: MetricFamily.contentType, to: request)
      } catch {
        return Reply.failure(Reply.failure(of: error), words: host.words)
      }
    }
  }

  /// A store that does not answer is what they are watched for, so it is told and no failure.
  private func families() async -> [MetricFamily] {
    let desk = host.desk(of: "metrics")
    let counted = registry.families(help: CouncilMetrics.help)
    do {
      let status = try await desk.answer(ShowStatus(channels: [], at: nil)).answer
      let health = try await desk.answer(ShowHealth()).answer
      return CouncilMetrics(status: status, health: health).families(version: host.version) + counted
    } catch {
      return CouncilMetrics.unreadable(version: host.version) + counted
    }
  }
}
