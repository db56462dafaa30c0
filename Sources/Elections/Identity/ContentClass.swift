/// What a post is for; a channel says which classes a blackout closes it for.
package enum ContentClass: String, CaseIterable, Hashable, Codable, Sendable {
  case routine, service, statutory, emergency
}
