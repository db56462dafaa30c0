/// Every request that there is, in the order in which the description lists them.
package enum AllRequests {
  package static let list: [any Request.Type] = [
    ShowStatus.self,
    ExplainChannel.self,
    ListBlackouts.self,
    ListChannels.self,
    ListConnectors.self,
    CheckSettings.self,
    CheckCalendars.self,
    ListElections.self,
    ListWindows.self,
    ListEvents.self,
    PreviewAdoption.self,
    AdoptFiles.self,
    CheckStore.self,
    BackUpStore.self,
    ListRevisions.self,
    ShowRevision.self,
    CompareRevisions.self,
  ]
}
