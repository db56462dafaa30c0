import Texts

/// A body of `multipart/form-data` (RFC 7578): one file, and the fields that go with it.
struct MultipartForm {
  private let boundary: String
  private let fields: [(name: String, value: String)]
  private let file: (field: String, name: String, type: String, bytes: [UInt8])

  init(fields: [(name: String, value: String)], file: (field: String, name: String, type: String, bytes: [UInt8])) {
    self.fields = fields
    self.file = file
    // It must not stand in the content: nobody can write a text that holds a digest of itself.
    let values = fields.flatMap { Array($0.value.utf8) }
    boundary = "portcullis-" + ContentHash(of: file.bytes + values).hex
  }

  var type: String { "multipart/form-data; boundary=\(boundary)" }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for field in fields {
      bytes += Array(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(field.name))\"\r\n\r\n\(field.value)\r\n"
          .utf8)
    }
    let head =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(file.field))\"; "
      + "filename=\"\(Self.quoted(file.name))\"\r\nContent-Type: \(Self.line(file.type))\r\n\r\n"
    bytes += Array(head.utf8)
    bytes += file.bytes
    bytes += Array("\r\n--\(boundary)--\r\n".utf8)
    return bytes
  }

  /// As browsers write what a quoted name must not hold (WHATWG, multipart form data), and other control characters
  /// likewise.
  private static func quoted(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar.value < 0x20 || scalar.value == 0x7F {
        quoted += "%" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted
  }

  private static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.isASCII }))
  }
}
