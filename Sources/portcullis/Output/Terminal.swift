import Foundation
import Glibc
import PublishingGate

/// Standard output and standard error, and what they can show.
enum Terminal {
  /// Writes data; a reader that went away ends the program quietly.
  static func write(_ text: String) {
    var data = Data(text.utf8)
    if !text.hasSuffix("\n") { data.append(0x0A) }
    writeAll(data, to: STDOUT_FILENO)
  }

  /// A JSON array whose elements are made one at a time, because there may be very many.
  static func write<Element>(array elements: [Element], _ json: (Element) -> JSON) {
    var text = "["
    for (index, element) in elements.enumerated() {
      text += index == 0 ? "\n  " : ",\n  "
      text += json(element).text(indent: 1)
      if text.utf8.count > 1 << 16 {
        writeAll(Data(text.utf8), to: STDOUT_FILENO)
        text = ""
      }
    }
    writeAll(Data((text + (elements.isEmpty ? "]\n" : "\n]\n")).utf8), to: STDOUT_FILENO)
  }

  static func write(bytes: [UInt8]) { writeAll(Data(bytes), to: STDOUT_FILENO) }

  /// One line on standard error.
  static func complain(_ message: String) {
    writeAll(Data("portcullis: \(message)\n".utf8), to: STDERR_FILENO)
  }

  /// Replaces the present line of standard error.
  static func overwrite(_ text: String) { writeAll(Data("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO) }

  private static func writeAll(_ data: Data, to descriptor: Int32) {
    unsafe data.withUnsafeBytes { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          exit(errno == EPIPE ? 0 : ExitStatus.cannotWrite.rawValue)
        }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns of the terminal: what it says, else COLUMNS, else 80.
  static var width: Int {
    var size = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) ?? 80
  }

  static let usesColour: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return outputIsTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }()
}

/// Colours that say again what the words say.
enum Style: String {
  case red = "31"
  case green = "32"
  case yellow = "33"
  case bold = "1"
  case faint = "2"

  func callAsFunction(_ text: String) -> String {
    Terminal.usesColour ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
