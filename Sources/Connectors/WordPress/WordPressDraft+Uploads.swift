import Foundation
import Publishing
import Texts

/// What a draft refers to: pictures and documents, and the site's own categories.
extension WordPressDraft {
  private static let mediumFields = "_fields=id,slug,source_url,alt_text"

  /// Uploads what is not kept yet, each once: one whose answer was lost is looked for first.
  mutating func upload() async throws(Unprepared) {
    for index in items.indices {
      if index >= kept.media.count {
        var medium = try await existingMedium(index)
        if medium == nil { medium = try await create(index) }
        guard let medium else { throw unreadable }
        try await keep { $0.media.append(medium) }
      }
      if !kept.media[index].hasAlt { try await describe(index) }
    }
  }

  private func existingMedium(_ index: Int) async throws(Unprepared) -> WordPressKept.Medium? {
    let slug = WordPressPlan.mediaSlug(plan.post.key, index)
    guard let list = try await read("/media?slug=\(slug)&\(Self.mediumFields)").json?.array else { throw unreadable }
    return list.first { WordPressPost.isSlug($0["slug"]?.string, slug) }.flatMap(Self.medium)
  }

  private func create(_ index: Int) async throws(Unprepared) -> WordPressKept.Medium {
    let item = items[index]
    let bytes = try connector.bytes(of: item)
    // Attached to the draft it is as hidden as that. The slug is named besides the file's name: a title inside a
    // picture would win.
    let slug = WordPressPlan.mediaSlug(plan.post.key, index)
    let title = APIClient.encoded(item.publicName)
    let response = try await send(
      SiteRequest(
        method: .post,
        path: WordPressConnector.api
          + "/media?post=\(kept.post ?? 0)&slug=\(slug)&title=\(title)&\(Self.mediumFields)",
        headers: [("content-disposition", "attachment; filename=\"\(slug).\(PageMedia.ending(of: item))\"")],
        body: .bytes(bytes, type: item.mediaType), timeout: SiteRequest.uploadTime),
      expected: [500])
    // The product's own refusal of a file, which comes as a server's failure.
    if response.status == 500 {
      guard response.json?["code"]?.string?.hasPrefix("rest_upload_") == true else {
        return try retry(response)
      }
      throw Unprepared(
        .rejected(
          "\(connector.client.host) refuses “\(item.fileName)”\(WordPressConnector.said(response)); convert it, or have "
            + "the site allow it."))
    }
    guard let json = response.json, let medium = Self.medium(json) else { throw unreadable }
    return medium
  }

  private func retry(_ response: WireResponse) throws(Unprepared) -> WordPressKept.Medium {
    _ = try connector.answers.prepared(.response(response), carriesPost: true)
    throw unreadable
  }

  private mutating func describe(_ index: Int) async throws(Unprepared) {
    let alt = PostHTML.oneLine(items[index].alt)
    let response = try await send(
      SiteRequest(
        method: .post, path: WordPressConnector.api + "/media/\(kept.media[index].id)?\(Self.mediumFields)",
        body: .json(.object([("alt_text", .string(alt))]))))
    guard let answer = response.json?["alt_text"]?.string else { throw unreadable }
    guard PostHTML.oneLine(ShownHTML.decoded(answer)) == alt else {
      throw Unprepared(
        .rejected(
          "\(connector.client.host) changed the alt text “\(alt)” to “\(answer)”; leave out signs such as < and %."))
    }
    try await keep { $0.media[index].hasAlt = true }
  }

  private static func medium(_ json: JSON) -> WordPressKept.Medium? {
    guard let id = json["id"]?.number, let address = json["source_url"]?.string else { return nil }
    return WordPressKept.Medium(id: id, address: address)
  }

  // MARK: Categories

  /// The ids of the categories that the plan names. None is ever made: which there are is the site's affair.
  func categories() async throws(Unprepared) -> [Int] {
    var ids: [Int] = []
    for name in planned.categories {
      switch try await connector.category(name, login) {
      case .found(let id): ids.append(id)
      case .missing(let reason): throw Unprepared(.channelRefused(reason))
      }
    }
    return ids
  }
}

extension WordPressConnector {
  enum Category {
    case found(Int)
    case missing(String)
  }

  /// By its exact name, which the site gives and stores with entities.
  func category(_ name: String, _ login: Secret) async throws(Unprepared) -> Category {
    let searchable = name.split { "&<>\"'".contains($0) }.max { $0.count < $1.count } ?? ""
    let search = APIClient.encoded(searchable.trimmingCharacters(in: .whitespaces))
    let response = try answers.prepared(
      await get("/categories?search=\(search)&per_page=100&_fields=id,name", login))
    let ids = (response.json?.array ?? []).filter { $0["name"]?.string.map(ShownHTML.decoded) == name }
      .compactMap { $0["id"]?.number }
    guard let id = ids.first else {
      return .missing(
        "\(client.host) has no category “\(name)”; make it there, or correct the channel's categories. None is made by "
          + "the gate.")
    }
    return ids.count == 1
      ? .found(id)
      : .missing("\(client.host) has \(ids.count) categories “\(name)”; give them different names, or name another.")
  }
}
