import Contract
import Desk
import Texts

/// Entries of the audit log in a line each.
struct EntryText {
  let civil: CivilText

  func line(_ entry: EntryAnswer) -> String {
    var what = entry.event
    if let post = entry.post {
      what += " \(post)\(entry.channel.map { "/\($0)" } ?? "")"
    } else if let channel = entry.channel {
      what += " \(channel)"
    }
    let revision = entry.revision.map { " (revision \($0))" } ?? ""
    let facts = entry.words.facts.isEmpty ? "" : ": " + entry.words.facts.map(\.printable).joined(separator: ", ")
    let causes = entry.words.causes
    let held = causes.isEmpty ? "" : "; held by \(causes.joined(separator: " and ").printable)"
    return
      "\(entry.id)  \(civil.short(entry.at))  \(entry.actor.visibleLine)  \(Style.bold(what))\(revision)\(facts)\(held)"
  }
}
