import Contract
import HTTPTypes
import Hummingbird
import Texts

/// For whoever watches the service: whether it lives, and whether its store answers and its gate is alive.
struct HealthRoutes: Sendable {
  let desk: PublicDesk

  func add(to router: Router<CallerContext>) {
    router.get("healthz") { request, _ in Reply.content("alive\n", type: "text/plain; charset=utf-8", to: request) }
    router.get("readyz") { request, _ in
      let isReady = (try? await desk.gateSign().running) ?? false
      return Reply.content(
        isReady ? "ready\n" : "not ready: the store does not answer, or no gate is alive\n",
        type: "text/plain; charset=utf-8", to: request, status: isReady ? .ok : .serviceUnavailable)
    }
  }
}
