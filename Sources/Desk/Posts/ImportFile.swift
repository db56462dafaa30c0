package import Contract
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

/// Posts in a file: JSON Lines, or CSV with a header (RFC 4180).
package enum ImportFile {
  package static let keys = [
    "channel", "at", "text", "title", "link", "class", "basis", "late-after", "expires", "key",
  ]
  package static let largest = 1 << 30

  package static func bytes(_ file: String) throws -> [UInt8] {
    if file == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.badInput, "\(file): The file cannot be read; correct its path or permissions.")
    }
    guard data.count <= largest else { throw Failure(.badInput, "\(file): The file is larger than 1 GB; split it.") }
    return [UInt8](data)
  }

  package static func rows(_ bytes: [UInt8], name: String) throws -> [ImportPosts.Row] {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    guard let first else { throw Failure(.badInput, "\(name): The file is empty; there is nothing to import.") }
    guard first != UInt8(ascii: "[") else {
      throw Failure(.badInput, "\(name):1: This is a JSON array; write JSON Lines, one object on each line.")
    }
    let rows = first == UInt8(ascii: "{") ? jsonLines(bytes) : try csv(bytes, name: name)
    guard !rows.isEmpty else { throw Failure(.badInput, "\(name): The file has no posts, only a header.") }
    return rows
  }

  // MARK: JSON Lines

  private static func jsonLines(_ bytes: ArraySlice<UInt8>) -> [ImportPosts.Row] {
    var rows: [ImportPosts.Row] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { continue }
      rows.append(jsonRow(line, number: index + 1))
    }
    return rows
  }

  private static func jsonRow(_ line: ArraySlice<UInt8>, number: Int) -> ImportPosts.Row {
    func faulty(_ fault: String) -> ImportPosts.Row { ImportPosts.Row(line: number, values: [:], fault: fault) }
    guard let text = String(validating: line, as: UTF8.self) else {
      return faulty("The line is no UTF-8; save the file as UTF-8.")
    }
    guard let object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] else {
      return faulty("The line is no JSON object; write {\"channel\": …, \"at\": …, \"text\": …} on one line.")
    }
    var values: [String: String] = [:]
    for (key, value) in object {
      guard keys.contains(key) else { return faulty(unknown(key)) }
      switch value {
      case let value as String: values[key] = value
      case let value as [String] where key == "channel": values[key] = value.joined(separator: ",")
      case is NSNull: continue
      default: return faulty("“\(key)” must be a text in quotes.")
      }
    }
    return ImportPosts.Row(line: number, values: values, fault: nil)
  }

  private static func unknown(_ key: String) -> String {
    "“\(key.printable)” is no key.\(NearMiss.question(key, among: keys)) The keys are: \(keys.joined(separator: ", "))."
  }

  // MARK: CSV

  private static func csv(_ bytes: ArraySlice<UInt8>, name: String) throws -> [ImportPosts.Row] {
    var reader = CSVReader(bytes)
    guard let header = try reader.next(name) else { return [] }
    let names = header.values.map { $0.trimmed.lowercased() }
    for key in names where !keys.contains(key) { throw Failure(.badInput, "\(name):1: \(unknown(key))") }
    if let twice = Dictionary(grouping: names, by: \.self).first(where: { $1.count > 1 })?.key {
      throw Failure(.badInput, "\(name):1: The column “\(twice)” stands twice; keep one.")
    }
    var rows: [ImportPosts.Row] = []
    while let record = try reader.next(name) {
      if record.values == [""] { continue }
      guard record.values.count == names.count else {
        rows.append(
          ImportPosts.Row(
            line: record.line, values: [:],
            fault: "The line has \(record.values.count) fields and the header \(names.count); put quotes around fields "
              + "that hold commas."))
        continue
      }
      rows.append(
        ImportPosts.Row(
          line: record.line, values: Dictionary(uniqueKeysWithValues: zip(names, record.values)), fault: nil))
    }
    return rows
  }
}

/// Records of a CSV file with the lines on which they begin.
private struct CSVReader {
  private var rest: ArraySlice<UInt8>
  private var line = 1

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next(_ name: String) throws -> (line: Int, values: [String])? {
    guard !rest.isEmpty else { return nil }
    let start = line
    var values: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    func text() throws -> String {
      guard let text = String(validating: field, as: UTF8.self) else {
        throw Failure(.badInput, "\(name):\(start): The line is no UTF-8; save the file as “CSV UTF-8”.")
      }
      return text
    }
    while let byte = rest.popFirst() {
      if byte == 0x0A { line += 1 }
      switch (byte, isQuoted) {
      case (UInt8(ascii: "\""), true):
        if rest.first == UInt8(ascii: "\"") {
          field.append(byte)
          rest = rest.dropFirst()
        } else {
          isQuoted = false
        }
      case (UInt8(ascii: "\""), false) where field.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case (UInt8(ascii: ","), false):
        values.append(try text())
        field = []
        wasQuoted = false
      case (0x0D, false) where rest.first == 0x0A: continue
      case (0x0A, false): return (start, values + [try text()])
      default: field.append(byte)
      }
    }
    guard !isQuoted else {
      throw Failure(.badInput, "\(name):\(start): A quote that opens here is never closed; close it.")
    }
    return (start, values + [try text()])
  }
}
