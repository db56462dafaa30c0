/// Every request that there is, in the order in which the description lists them.
package enum AllRequests {
  package static let list: [any Request.Type] = [
    ListRevisions.self, ShowRevision.self, CompareRevisions.self,
  ]
}
