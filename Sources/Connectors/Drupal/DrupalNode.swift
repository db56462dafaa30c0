import Publishing
import Texts

/// A node as the site holds it.
struct DrupalNode: Hashable {
  let id: String
  let isPublic: Bool
  /// Of its workflow, where there is one.
  let state: String?
  let title: String
  let html: String
  /// As the public sees it, filtered by the text format.
  let shown: String
  let alts: [String]
  let address: String

  init?(_ json: JSON?, _ settings: DrupalSettings, site: String) {
    guard let data = json?["data"], let attributes = data["attributes"], let status = attributes["status"]?.bool,
      let title = attributes["title"]?.string, let id = data["id"]?.string
    else { return nil }
    self.id = id.lowercased()
    let body = attributes[settings.bodyField]
    isPublic = status
    state = attributes["moderation_state"]?.string
    self.title = title
    html = body?["value"]?.string ?? ""
    shown = body?["processed"]?.string ?? html
    let images = settings.imageField.flatMap { data["relationships"]?[$0]?["data"] }
    // One value stands alone, several in an array.
    alts = (images?.array ?? images.map { [$0] } ?? []).compactMap { $0["meta"]?["alt"]?.string }
    let path =
      attributes["path"]?["alias"]?.string ?? attributes["drupal_internal__nid"]?.number.map { "/node/\($0)" } ?? ""
    address = site + path
  }

  /// What the site made of the post; nil where it holds what was sent. Its line ends may be its own.
  func difference(from plan: DrupalPlan, alts: [String]) -> String? {
    if title != plan.title { return "the title “\(plan.title)” became “\(title)”" }
    if html.withPlainLineEnds != plan.html { return "the text became another" }
    return self.alts == alts ? nil : "the pictures or their alt texts became others"
  }
}
