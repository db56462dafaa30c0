import Foundation
import TestSupport

/// What a real mail server took in, read back by another implementation: Python's e-mail package.
enum Maildir {
  struct Message: Decodable, Hashable {
    let id: String
    let from: String
    let to: String
    let subject: String
    let date: String
    let auto: String
    let text: String
    let html: String
    let attachments: [Attachment]
    /// What the parser finds wrong.
    let defects: [String]
    let longestLine: Int
  }

  struct Attachment: Decodable, Hashable {
    let name: String
    let type: String
    let description: String
    let base64: String
  }

  /// The messages with this Message-ID.
  static func messages(_ id: String) throws -> [Message] {
    let outcome = try ChildProcess.outcome(
      of: URL(filePath: "/usr/bin/python3"), ["-c", script, try Servers.value("SMTP_MAILDIR") + "/new", id])
    return try JSONDecoder().decode([Message].self, from: Data(outcome.output.utf8))
  }

  private static let script = """
    import base64, email, email.policy, json, os, sys
    folder, wanted, found = sys.argv[1], sys.argv[2], []
    for name in sorted(os.listdir(folder)):
        raw = open(os.path.join(folder, name), 'rb').read()
        m = email.message_from_bytes(raw, policy=email.policy.default)
        if m['Message-ID'] != wanted:
            continue
        def body(kind):
            part = m.get_body((kind,))
            return part.get_content().replace('\\r\\n', '\\n') if part else ''
        defects = [repr(d) for p in m.walk() for d in p.defects]
        defects += [repr(d) for p in m.walk() for v in p.values() for d in getattr(v, 'defects', [])]
        found.append({
            'id': m['Message-ID'], 'from': str(m['From']), 'to': str(m['To']), 'subject': str(m['Subject']),
            'date': str(m['Date']), 'auto': str(m['Auto-Submitted']), 'text': body('plain'), 'html': body('html'),
            'attachments': [{'name': a.get_filename(), 'type': a.get_content_type(),
                             'description': str(a['Content-Description']),
                             'base64': base64.b64encode(a.get_content()).decode()} for a in m.iter_attachments()],
            'defects': defects, 'longestLine': max(len(line) for line in raw.splitlines())})
    print(json.dumps(found))
    """
}
