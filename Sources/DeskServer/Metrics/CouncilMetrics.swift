import Contract
import Foundation

/// What is measured of a council: what the store says at this moment, and what this process counted since it began.
struct CouncilMetrics {
  let status: ShowStatus.Answer
  let health: ShowHealth.Answer

  /// What the names of `MetricsRegistry` count.
  static func help(_ name: String) -> String {
    switch name {
    case "portcullis_gate_decisions_total": "Decisions of the gate since it began, by event."
    case "portcullis_delivery_lateness_seconds": "How much later than its time each delivery was let go, by channel."
    case "portcullis_store_call_seconds": "How long the store took, by call of the gate."
    default: "Counted by this process."
    }
  }

  /// What can be said of a service whose store does not answer.
  static func unreadable(version: String) -> [MetricFamily] { [build(version), readable(false)] }

  private static func build(_ version: String) -> MetricFamily {
    MetricFamily(
      "portcullis_build_info", help: "Which program this is; always 1.",
      [MetricFamily.Sample(1, [("version", version)])])
  }

  private static func readable(_ isReadable: Bool) -> MetricFamily {
    MetricFamily(
      "portcullis_store_readable", help: "Whether the store answers, and what it keeps of the rules can be relied on.",
      isReadable ? 1 : 0)
  }

  func families(version: String) -> [MetricFamily] {
    [Self.build(version), Self.readable(true)] + gate + deliveries + channels + sources
  }

  private var gate: [MetricFamily] {
    [
      MetricFamily("portcullis_gate_running", help: "Whether a gate gave a sign of life.", flag(health.gate.running)),
      time(
        "portcullis_gate_last_heartbeat_timestamp_seconds", help: "When a gate gave its last sign of life.",
        health.lastHeartbeat),
      MetricFamily(
        "portcullis_gate_well", help: "Whether the gate is well by its own question, whose exit code is 0 then.",
        flag(health.well)),
      MetricFamily(
        "portcullis_clock_in_doubt",
        help: "Whether the gate does not trust the machine's clock, so that nothing leaves.",
        flag(health.clockDoubt != nil)),
      MetricFamily(
        "portcullis_revision", help: "The number of the rules in force; 0 before the first.",
        Double(health.revision ?? 0)),
    ].compactMap(\.self)
  }

  private var deliveries: [MetricFamily] {
    [
      MetricFamily(
        "portcullis_deliveries", help: "Deliveries that wait for something else than their time, by what that is.",
        [
          ("held", health.held), ("overdue", health.overdue), ("review", health.review),
          ("uncertain", health.uncertain),
          ("given-back", health.givenBack),
        ].map { MetricFamily.Sample(Double($1), [("state", $0)]) }),
      time(
        "portcullis_oldest_overdue_timestamp_seconds", help: "When the oldest overdue delivery was due.",
        health.oldestOverdue),
      time(
        "portcullis_oldest_uncertain_timestamp_seconds", help: "Since when the oldest uncertain delivery is in doubt.",
        health.oldestUncertain),
    ].compactMap(\.self)
  }

  private var channels: [MetricFamily] {
    let states = status.channels.flatMap { channel in
      ChannelAnswer.State.allCases.map { state in
        MetricFamily.Sample(
          flag(channel.state.state == state), [("channel", channel.state.channel), ("state", state.rawValue)])
      }
    }
    let stopped = Set(health.stoppedChannels.map(\.channel))
    return [
      MetricFamily(
        "portcullis_channel_state", help: "The verdict on each channel: 1 for the state that it is in.", states),
      MetricFamily(
        "portcullis_channel_stopped", help: "Whether its receiver stopped the channel until a person starts it again.",
        status.channels.map {
          MetricFamily.Sample(flag(stopped.contains($0.state.channel)), [("channel", $0.state.channel)])
        }),
    ]
  }

  private var sources: [MetricFamily] {
    [
      MetricFamily(
        "portcullis_calendar_current", help: "Whether the calendars on disk can be read and are those in force.",
        flag(status.calendar.state == .current)),
      MetricFamily(
        "portcullis_calendar_problems", help: "Errors and warnings in the calendars.",
        Double(status.calendar.problems)),
      MetricFamily(
        "portcullis_sources_unreadable", help: "Files of the rules that cannot be read, so that everything holds.",
        Double(health.doubts.count)),
      time(
        "portcullis_sources_last_read_timestamp_seconds", help: "When the gate last read all files of the rules.",
        health.lastLook),
    ].compactMap(\.self)
  }

  private func flag(_ holds: Bool) -> Double { holds ? 1 : 0 }

  /// Left out where there is no such instant: 0 would be 1970.
  private func time(_ name: String, help: String, _ moment: Moment?) -> MetricFamily? {
    guard let moment, let date = try? Date(moment.text, strategy: .iso8601) else { return nil }
    return MetricFamily(name, help: help, date.timeIntervalSince1970)
  }
}
