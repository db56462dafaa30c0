import Publishing

/// The pictures and documents of a page.
enum PageMedia {
  /// How the names of files end, by type.
  static let endings = [
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf",
  ]

  /// How an uploaded item's name ends.
  static func ending(of item: MediaItem) -> String { endings[item.mediaType] ?? "bin" }
}

extension MediaItem {
  var isPicture: Bool { mediaType.hasPrefix("image/") }
}
