package import Elections

/// Who is missing under settings, whatever was in force before.
package enum GovernanceChange {
  /// Who left by a day without a named replacement, though channels are theirs: a sentence for each.
  package static func leavers(_ settings: Settings, on day: CivilDate) -> [String] {
    guard let register = settings.register else { return [] }
    return register.people.compactMap { person in
      guard person.hasLeft(by: day), person.replacedBy == nil else { return nil }
      let channels = settings.channels.filter {
        $0.governance.administrators.contains(person.login) || $0.governance.owner == person.login
      }
      guard !channels.isEmpty else { return nil }
      return
        "\(register.name(person.login)) has left and nobody replaces them on \(channels.map(\.id).joined(separator: ", ")); "
        + "name a replacement by replaced-by, or other people for these channels."
    }
  }

  /// Channels that nobody answers for at an instant, a sentence for each want.
  package static func staffing(_ settings: Settings, at now: Instant) -> [String] {
    settings.channels.flatMap { settings.staffing(of: $0)?.wants(at: now) ?? [] }
  }
}

extension Settings {
  /// Whether a channel has the people that it needs; nil where no register is kept.
  package func staffing(of channel: Channel) -> ChannelStaffing? {
    register.map { register in
      ChannelStaffing(
        register, channel: channel.id, governance: channel.governance, startOfDay: authority.zone.startOfDay)
    }
  }
}
