/// Signs how far the audit log goes now.
package struct SignCheckpoint: Request {
  package init() {}

  package static let path = "audit/checkpoint"
  package static let changes = true
  package static let summary = "Signs how far the audit log goes now, and keeps that outside of the store."

  package typealias Answer = CheckpointAnswer
}
