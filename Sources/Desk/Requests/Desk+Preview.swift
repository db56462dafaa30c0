package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: PreviewPost) async throws -> Answered<PreviewPost.Answer> {
    let reference = try PostReference(request.post, request.channel)
    let open = try await OpenStore(choice, for: .looking)
    guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
    let deliveries = post.deliveries.map(\.delivery).filter {
      reference.channel == nil || $0.channel == reference.channel
    }
    guard !deliveries.isEmpty else {
      throw StoreError.noSuchDelivery(DeliveryName(post: post.id, channel: reference.channel ?? ""))
    }
    var previews: [PreviewPost.Preview] = []
    for delivery in deliveries { previews.append(await preview(delivery, post, open)) }
    let whole = ContractValues(open.civil).post(post, try await PostReport(open))
    return Answered(PreviewPost.Answer(of: whole, previews: previews), open.workspace)
  }

  private func preview(_ delivery: Delivery, _ post: PostRecord, _ open: OpenStore) async -> PreviewPost.Preview {
    var connectorName = ""
    func found(_ shown: String?, _ problems: [String]) -> PreviewPost.Preview {
      PreviewPost.Preview(
        channel: delivery.channel, connector: connectorName, preview: shown, problems: problems,
        due: ContractValues(open.civil).moment(delivery.due))
    }
    guard let channel = open.rules.channel(delivery.channel) else {
      return found(nil, ["The settings in force have no channel “\(delivery.channel)”."])
    }
    connectorName = channel.connector.kind.name
    do {
      let connector = try choice.parts.connector(channel, open.rules, open.store)
      await connector.learnLimits()
      let problems = connector.check(post.content).map(\.description)
      guard problems.isEmpty else { return found(nil, problems) }
      let released = ReleasedPost(
        name: delivery.name, revision: delivery.revision, key: delivery.key, due: delivery.due, content: post.content)
      return found(connector.preview(try connector.plan(released)), [])
    } catch {
      return found(nil, ["\(error)"])
    }
  }
}
