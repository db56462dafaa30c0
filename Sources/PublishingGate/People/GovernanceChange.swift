package import Elections

/// What a change of settings does to the rules about people.
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

  /// What would ask for less than before, so that only a named person may agree to it.
  package static func loosened(from old: Settings, to new: Settings) -> [String] {
    var found: [String] = []
    if old.register != nil, new.register == nil {
      found.append("No register would be kept any more: anyone with access could publish.")
    }
    for channel in new.channels {
      guard let before = old.channels.first(where: { $0.id == channel.id })?.governance else { continue }
      for contentClass in ContentClass.allCases {
        let (was, now) = [before, channel.governance].map { governance in
          (
            governance.tiers(for: contentClass, inPurdah: false),
            governance.tiers(for: contentClass, inPurdah: true)
          )
        }.pair
        if now.0 < was.0 || now.1 < was.1 {
          found.append("\(channel.id) would need fewer approvals for \(contentClass.rawValue) posts.")
        }
      }
      if before.handOver != nil, before.handOver?.confirmedOn == nil,
        channel.governance.handOver.map({ $0.confirmedOn != nil }) ?? true
      {
        found.append("\(channel.id) would count as handed over.")
      }
    }
    if let before = old.contentChecks {
      let terms = Set(new.contentChecks?.terms ?? [])
      let isLess =
        new.contentChecks == nil || !Set(before.terms).isSubset(of: terms)
        || before.termsFile != nil && new.contentChecks?.termsFile == nil
        || before.when == .always && new.contentChecks?.when != .always
      if isLess { found.append("Fewer words would send a post to approval.") }
    }
    return found
  }

  /// Channels that nobody answers for at an instant, a sentence for each want.
  package static func staffing(_ settings: Settings, at now: Instant) -> [String] {
    settings.channels.flatMap { settings.staffing(of: $0)?.wants(at: now) ?? [] }
  }
}

extension Array {
  /// Its two elements.
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
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
