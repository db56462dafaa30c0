/// Text as seven-bit lines of at most 76 characters (RFC 2045, section 6.7).
enum QuotedPrintable {
  private static let longestLine = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Every line ends in CR LF, the last one too; line ends of any kind in the text become that.
  static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      append(Array(line.utf8), to: &bytes)
      bytes += [0x0D, 0x0A]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ line: [UInt8], to bytes: inout [UInt8]) {
    // Programs that keep mail in one file change a line that begins so.
    let isFrom = line.starts(with: "From ".utf8)
    var length = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let isBlank = byte == 0x20 || byte == 0x09
      let isPlain = (0x21...0x7E).contains(byte) && byte != 0x3D || isBlank && !isLast
      let token = isPlain && !(isFrom && index == 0) ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      // Room stays for the sign that the line goes on.
      if length + token.count > (isLast ? longestLine : longestLine - 1) {
        bytes += [0x3D, 0x0D, 0x0A]
        length = 0
      }
      bytes += token
      length += token.count
    }
  }
}
