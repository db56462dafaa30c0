import CYaml

/// What a settings file may ask of its reader.
///
/// The events of the YAML text are counted before anything is made of them: an alias stands for all that its anchor
/// holds, aliases may stand in what other aliases stand for, and a few lines can so come to more than any machine has.
enum SettingsBounds {
  /// How many values there may be, with every alias written out.
  static let mostValues = 100_000
  /// How deep lists and mappings may stand in each other, with every alias written out.
  static let deepest = 64

  struct Excess: Hashable {
    let line: Int?
    let message: String
  }

  /// What `text` asks too much of; nil where it keeps within the bounds, and where it is no YAML at all, which whoever
  /// reads it further will say.
  static func excess(in text: String) -> Excess? {
    guard text.utf8.count <= SettingsReader.mostBytes else {
      return Excess(
        line: nil,
        message:
          "The settings are larger than \(SettingsReader.mostBytes >> 20) MB; keep long lists in a terms-file, or "
          + "write each setting once.")
    }
    var text = text
    return text.withUTF8 { bytes in
      var count = ValueCount()
      let events = unsafe YAMLEvents(bytes)
      while let event = events.next() {
        if let excess = count.take(event) { return excess }
      }
      return nil
    }
  }

  /// Values counted so far, and what each anchor stands for.
  private struct ValueCount {
    private struct Part {
      var values = 0
      /// How many lists and mappings stand in each other in it.
      var height = 0
    }

    private var anchors: [String: Part] = [:]
    private var open: [(anchor: String?, part: Part)] = []
    private var total = 0

    mutating func take(_ event: YAMLEvents.Event) -> Excess? {
      switch event.kind {
      case .scalar(let anchor):
        let part = Part(values: 1)
        if let anchor { anchors[anchor] = part }
        return add(part, at: event.line, "There are")
      case .alias(let name):
        // One that nothing stands for is a fault of the text, and said by its reader.
        return add(anchors[name] ?? Part(), at: event.line, "With the alias “*\(name)” written out there are")
      case .opening(let anchor):
        open.append((anchor, Part(values: 1, height: 1)))
        total += 1
        return excess(at: event.line, "There are")
      case .closing:
        guard let (anchor, part) = open.popLast() else { return nil }
        if let anchor { anchors[anchor] = part }
        include(part)
        return nil
      }
    }

    private mutating func add(_ part: Part, at line: Int, _ what: String) -> Excess? {
      total += part.values
      let deep = open.count + part.height
      include(part)
      return excess(at: line, what, deep: deep)
    }

    private mutating func include(_ part: Part) {
      guard let last = open.indices.last else { return }
      open[last].part.values += part.values
      open[last].part.height = max(open[last].part.height, part.height + 1)
    }

    private func excess(at line: Int, _ what: String, deep: Int? = nil) -> Excess? {
      if total > mostValues {
        return Excess(
          line: line,
          message: "\(what) more than \(mostValues) values; write the settings with fewer or without aliases.")
      }
      guard (deep ?? open.count) > deepest else { return nil }
      return Excess(
        line: line,
        message: "Lists and mappings stand more than \(deepest) deep in each other here; no setting is that deep.")
    }
  }
}

/// The events of a YAML text, one after the other, as the parser that reads the settings gives them.
@safe private struct YAMLEvents: ~Copyable {
  struct Event {
    enum Kind {
      case scalar(anchor: String?)
      case alias(String)
      case opening(anchor: String?)
      case closing
    }

    let kind: Kind
    /// From 1.
    let line: Int
  }

  // It keeps its own address, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// `bytes` must outlive the events.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe yaml_parser_initialize(parser)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// Nil at the end of the text, and at its first fault.
  func next() -> Event? {
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else { return nil }
      defer { unsafe yaml_event_delete(&event) }
      let line = unsafe Int(event.start_mark.line) + 1
      switch unsafe event.type {
      case YAML_SCALAR_EVENT:
        return Event(kind: .scalar(anchor: unsafe Self.text(event.data.scalar.anchor)), line: line)
      case YAML_ALIAS_EVENT:
        return Event(kind: .alias(unsafe Self.text(event.data.alias.anchor) ?? ""), line: line)
      case YAML_SEQUENCE_START_EVENT:
        return Event(kind: .opening(anchor: unsafe Self.text(event.data.sequence_start.anchor)), line: line)
      case YAML_MAPPING_START_EVENT:
        return Event(kind: .opening(anchor: unsafe Self.text(event.data.mapping_start.anchor)), line: line)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return Event(kind: .closing, line: line)
      case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return nil
      default: continue
      }
    }
  }

  private static func text(_ name: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe name.map { unsafe String(cString: $0) }
  }
}
