import Elections
import Foundation
import Publishing
import Texts

/// One message: all of its bytes but the pictures', and where those go. The same for the same post, revision and key.
struct MailMessage: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    case text(String)
    /// The item's bytes in Base64.
    case media(MediaItem)
  }

  /// Made from the delivery's key, in angle brackets: the same in every attempt.
  let id: String
  /// As the settings name them; the envelope has their addresses.
  let sender: String
  let recipient: String
  let date: String
  let subject: String
  /// The text as people read it.
  let text: String
  let pieces: [Piece]

  init(_ post: ReleasedPost, from: Mailbox, to: Mailbox) {
    let content = post.content
    id = "<\(post.key.text)@\(from.domain)>"
    sender = Self.shown(from)
    recipient = Self.shown(to)
    date = MailHeader.date(post.due)
    subject = MailHeader.oneLine(PlainHTML.title(of: content))
    text = Self.text(of: content)
    // “=_” occurs neither in quoted-printable nor in Base64, so no boundary can stand in a part.
    let (outer, inner) = ("=_\(post.key.text)_m", "=_\(post.key.text)_a")
    var head = MailHeader.mailbox("From", from) + MailHeader.mailbox("To", to) + MailHeader.text("Subject", subject)
    head += "Date: \(date)\r\nMessage-ID: \(id)\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
    if !content.media.isEmpty {
      head += "Content-Type: multipart/mixed;\r\n boundary=\"\(outer)\"\r\n\r\n--\(outer)\r\n"
    }
    head += "Content-Type: multipart/alternative;\r\n boundary=\"\(inner)\"\r\n\r\n"
    head += Self.part("text/plain", text, inner) + Self.part("text/html", Self.html(of: content, subject), inner)
    head += "--\(inner)--\r\n"
    var pieces: [Piece] = [.text(head)]
    for item in content.media { pieces += [.text("--\(outer)\r\n" + Self.attachment(item)), .media(item)] }
    if !content.media.isEmpty { pieces.append(.text("--\(outer)--\r\n")) }
    self.pieces = pieces
  }

  /// How many bytes the whole has.
  var size: Int {
    pieces.reduce(0) { size, piece in
      switch piece {
      case .text(let text): size + text.utf8.count
      case .media(let item):
        // Four characters for three bytes, and a line's end after each 76 and at the end.
        size + (item.byteCount + 2) / 3 * 4 + max(1, ((item.byteCount + 2) / 3 * 4 + 75) / 76) * 2
      }
    }
  }

  /// As it goes over the wire, before the dots are stuffed.
  func bytes(_ media: MediaSource) throws(ContentProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    for piece in pieces {
      switch piece {
      case .text(let text): bytes += text.utf8
      case .media(let item):
        bytes += Data(try media.bytes(of: item)).base64EncodedData(options: [
          .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        bytes += [0x0D, 0x0A]
      }
    }
    return bytes
  }

  // MARK: The parts

  /// The text, then the link, then what each picture shows.
  private static func text(of content: PostContent) -> String {
    var lines = content.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    var blocks = lines.isEmpty ? [] : [lines.joined(separator: "\n")]
    if let link = content.link { blocks.append(MailHeader.oneLine(link)) }
    for item in content.media {
      let kind = item.mediaType.hasPrefix("image/") ? "Picture" : "File"
      blocks.append("\(kind): \(MailHeader.oneLine(item.alt))")
    }
    return blocks.joined(separator: "\n\n")
  }

  private static func html(of content: PostContent, _ subject: String) -> String {
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>\(MarkupText.escaped(subject))</title></head>\n<body>"
      + PlainHTML.html(of: content).replacing("</p><p>", with: "</p>\n<p>") + "</body></html>"
  }

  private static func part(_ type: String, _ text: String, _ boundary: String) -> String {
    "--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      + QuotedPrintable.encoded(text)
  }

  private static func attachment(_ item: MediaItem) -> String {
    let isType = item.mediaType.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"[]?=".utf8.contains($0) }
    return "Content-Type: \(isType && item.mediaType.contains("/") ? item.mediaType : "application/octet-stream")\r\n"
      + "Content-Transfer-Encoding: base64\r\n"
      + "Content-Disposition: attachment;\r\n filename=\"\(item.shortName)\"\r\n"
      + MailHeader.text("Content-Description", item.alt) + "\r\n"
  }

  private static func shown(_ mailbox: Mailbox) -> String {
    guard let name = mailbox.name.map(MailHeader.oneLine), !name.isEmpty else { return mailbox.address }
    return "\(name) <\(mailbox.address)>"
  }
}

// MARK: As a plan's payload

extension MailMessage {
  var payload: [UInt8] {
    let message = pieces.map { piece in
      switch piece {
      case .text(let text): JSON.string(text)
      case .media(let item): item.json
      }
    }
    return Array(
      JSON.object([
        ("connector", .string("email")), ("version", .number(1)), ("id", .string(id)), ("from", .string(sender)),
        ("to", .string(recipient)), ("date", .string(date)), ("subject", .string(subject)), ("text", .string(text)),
        ("message", .array(message)),
      ]).compactText.utf8)
  }

  /// Nil for what this connector did not write; `media` are the post's, of which the payload names each.
  init?(_ plan: SendPlan) {
    guard let json = String(validating: plan.payload, as: UTF8.self).flatMap(JSON.init(parsing:)),
      json["connector"]?.string == "email", json["version"]?.number == 1, let id = json["id"]?.string,
      let sender = json["from"]?.string, let recipient = json["to"]?.string, let date = json["date"]?.string,
      let subject = json["subject"]?.string, let text = json["text"]?.string, let message = json["message"]?.array
    else { return nil }
    var pieces: [Piece] = []
    for value in message {
      if let text = value.string {
        pieces.append(.text(text))
      } else if let hash = value["sha256"]?.string,
        let item = plan.post.content.media.first(where: { $0.hash.hex == hash })
      {
        pieces.append(.media(item))
      } else {
        return nil
      }
    }
    (self.id, self.sender, self.recipient, self.date) = (id, sender, recipient, date)
    (self.subject, self.text, self.pieces) = (subject, text, pieces)
  }
}
