import Desk
import Elections
import Foundation
import Publishing
import Texts

extension PostAct {
  /// A closing act: taken in any case, with what was under way, and a failure where it came too late.
  func close(
    _ reference: PostReference, _ act: PostChange.Act, _ head: (PostRecord) -> String, _ format: GlobalOptions.Format
  ) async throws {
    let changed = try await change(reference, act)
    let names = changed.deliveries.filter { record in
      record.delivery.wish != nil && record.isUnderWay(at: now)
        && reference.channel.map { $0 == record.delivery.channel } ?? true
    }.map(\.delivery.name)
    let underWay = try await UnderWay(names, in: open.store)
    let after = names.isEmpty ? changed : try await record(changed.id)
    let report = try await PostReport(open)
    switch format {
    case .json:
      Terminal.write(report.answer(after, underWay.json).text)
    case .text:
      let isDone = underWay.left.isEmpty && underWay.unknown.isEmpty
      let title = isDone ? head(after) : "Post \(after.id) was being sent."
      Terminal.write(
        ([Style.bold(title)] + underWay.lines + after.deliveries.flatMap(report.lines) + report.footing([after]))
          .joined(separator: "\n"))
    }
    if !underWay.left.isEmpty {
      let left = underWay.left.map(\.description).joined(separator: ", ")
      throw Failure(.failed, "\(left) had left already; take it down where it is published.")
    }
    if !underWay.unknown.isEmpty {
      let unknown = underWay.unknown.map(\.description).joined(separator: ", ")
      throw Failure(
        .tryAgain,
        "\(unknown) is still under way. Nothing leaves any more; whether it had left, “portcullis post show \(after.id)” "
          + "tells as soon as it is known.")
    }
  }
}
