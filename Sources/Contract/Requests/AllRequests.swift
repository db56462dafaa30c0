/// Every request that there is, in the order in which the description lists them.
package enum AllRequests {
  package static let list: [any Request.Type] = [
    ShowStatus.self,
    ExplainChannel.self,
    ListBlackouts.self,
    ListRevisions.self,
    ShowRevision.self,
    CompareRevisions.self,
  ]
}
