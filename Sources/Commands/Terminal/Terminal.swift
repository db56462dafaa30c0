import Desk
import Elections
import Foundation
import Glibc
import Machine
import Texts

/// Standard output and standard error, and what they can show.
///
/// Whatever is written here passes one net, so that no text of a person, a file or a receiver reaches a terminal raw,
/// however it came into the message: JSON escapes what is not seen, text makes it visible, and the only escape sequences
/// are those of `Style`.
enum Terminal {
  /// Writes text, with a line end.
  static func write(_ text: String) {
    let shown = Style.rendered(text, inColour: usesColour)
    writeAll(Data((shown.utf8.last == 0x0A ? shown : shown + "\n").utf8))
  }

  /// A JSON array whose elements are made one at a time, because there may be very many.
  static func write<Element>(array elements: [Element], _ json: (Element) -> JSON) {
    var stream = JSONArrayStream(opening: "[")
    for element in elements { stream.write(json(element)) }
    stream.end("]\n")
  }

  /// A file, byte for byte where it goes into a file or another program; a terminal shows it as text.
  static func write(bytes: [UInt8]) {
    outputIsTerminal ? write(String(decoding: bytes, as: UTF8.self)) : writeAll(Data(bytes))
  }

  /// What `JSON` has escaped already.
  fileprivate static func write(escaped text: String) { writeAll(Data(text.utf8)) }

  /// One line on standard error.
  static func complain(_ message: String) { say("portcullis: \(message.visibleLine)\n") }

  /// Lines on standard error, such as a question before its answer.
  static func say(_ text: String) { complainAll(Data(Style.rendered(text, inColour: usesColour).utf8)) }

  /// Replaces the present line of standard error.
  static func overwrite(_ text: String) { complainAll(Data("\r\u{1B}[K\(text.visibleLine)".utf8)) }

  // MARK: Writing

  /// A reader that went away ends the command as it ends every other: by SIGPIPE, so that a script that asks can tell
  /// (141 in a shell) and none takes an answer that nobody read for “open”. What was done before stays done.
  private static func writeAll(_ data: Data) {
    switch Descriptor.writeAll(data, to: STDOUT_FILENO) {
    case 0: return
    case EPIPE:
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
      exit(128 + SIGPIPE)
    case let number:
      complain(
        "Standard output cannot be written: \(SystemError.text(number)). What the command did before stays done; look at it "
          + "again once there is room.")
      exit(ExitStatus.cannotWrite.rawValue)
    }
  }

  /// A command goes on with its work even if nobody can read its messages.
  private static func complainAll(_ data: Data) { _ = Descriptor.writeAll(data, to: STDERR_FILENO) }

  // MARK: What they are

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Somebody sits there, who can be shown something and asked.
  static var isConversation: Bool { isatty(STDIN_FILENO) == 1 && outputIsTerminal }

  /// Columns of the terminal: what it says, else COLUMNS, else 80.
  static var width: Int {
    var size = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessEnvironment.value(of: "COLUMNS").flatMap(Int.init) ?? 80
  }

  static let usesColour: Bool = {
    guard outputIsTerminal else { return false }
    let hasNoColour = !(ProcessEnvironment.value(of: "NO_COLOR") ?? "").isEmpty
    return !hasNoColour && ProcessEnvironment.value(of: "TERM") != "dumb"
  }()
}

/// A JSON array written one element at a time, because there may be very many.
struct JSONArrayStream {
  private var text: String
  private var isEmpty = true

  /// `opening`: the bracket, with whatever stands before it.
  init(opening: String) { text = opening }

  mutating func write(_ json: JSON) {
    text += (isEmpty ? "\n  " : ",\n  ") + json.text(indent: 1)
    isEmpty = false
    if text.utf8.count > 1 << 16 {
      Terminal.write(escaped: text)
      text = ""
    }
  }

  /// `closing`: the bracket, with whatever stands after it.
  mutating func end(_ closing: String) {
    Terminal.write(escaped: text + (isEmpty ? "" : "\n") + closing)
    text = ""
  }
}
