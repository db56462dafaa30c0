/// What a file of media is, by its first bytes and not by its name.
package enum MediaKind: String, CaseIterable, Sendable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webp = "image/webp"
  case svg = "image/svg+xml"
  case pdf = "application/pdf"
  case mp4 = "video/mp4"

  /// The media type (RFC 6838).
  package var type: String { rawValue }

  /// How a name of such a file ends.
  package var ending: String {
    switch self {
    case .png: "png"
    case .jpeg: "jpg"
    case .gif: "gif"
    case .webp: "webp"
    case .svg: "svg"
    case .pdf: "pdf"
    case .mp4: "mp4"
    }
  }

  /// As people call it.
  package var name: String { self == .jpeg ? "JPEG" : self == .webp ? "WebP" : ending.uppercased() }

  /// Nil for what is none of these. `bytes` are the file, or its first few hundred bytes.
  package init?(content bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(1024))
    func holds(_ text: StaticString, at place: Int = 0) -> Bool {
      head.dropFirst(place).starts(with: Array(text.description.utf8))
    }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if holds("GIF87a") || holds("GIF89a") {
      self = .gif
    } else if holds("RIFF"), holds("WEBP", at: 8) {
      self = .webp
    } else if holds("%PDF-") {
      self = .pdf
    } else if holds("ftyp", at: 4), !holds("heic", at: 8), !holds("avif", at: 8), !holds("qt  ", at: 8) {
      self = .mp4
    } else if Self.isSVG(head) {
      self = .svg
    } else {
      return nil
    }
  }

  /// XML whose first element is `svg`; a declaration, comments and a document type may stand before it.
  private static func isSVG(_ head: [UInt8]) -> Bool {
    let text = String(decoding: head, as: UTF8.self)
    let start = text.unicodeScalars.drop { $0 == "\u{FEFF}" || $0.properties.isWhitespace }
    guard start.first == "<" else { return false }
    let lower = String(start).lowercased()
    if lower.hasPrefix("<svg") { return true }
    return (lower.hasPrefix("<?xml") || lower.hasPrefix("<!--") || lower.hasPrefix("<!doctype svg"))
      && lower.contains("<svg")
  }
}

extension MediaKind {
  /// Whether a drawing in SVG could act on whoever opens it: by scripts, by what they are called from, or by entities,
  /// which fetch other files. Put beside a feed it would do so as a page of the council's own site.
  package static func acts(svg bytes: some Collection<UInt8>) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return ["<script", "javascript:", "<!entity", "<foreignobject"].contains { text.contains($0) }
      || text.contains(/[\s"'\/]on[a-z]+\s*=/)
  }
}
