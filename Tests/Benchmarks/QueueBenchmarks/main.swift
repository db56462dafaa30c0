import Foundation
import PublishingGate
import SQLiteStore

// One measurement a process, so that memory is that measurement's own; prints one JSON line.
//
//   queue-benchmarks floor FOLDER COUNT               4 KiB appends a second, each flushed
//   queue-benchmarks submit STORE COUNT               durable submits, one at a time
//   queue-benchmarks submit-at-once STORE COUNT N     the same by N submitters
//   queue-benchmarks import STORE COUNT               one submit of that many
//   queue-benchmarks deliver STORE COUNT CHANNELS     the gate drains that many
//   queue-benchmarks lateness STORE RATE SECONDS N    the gate waits for that many a second on N channels
//   queue-benchmarks fill STORE COUNT CHANNELS        posts for the two below, due from 2040 on
//   queue-benchmarks snap STORE COUNT CHANNELS        a snap election over them
//   queue-benchmarks idle STORE COUNT CHANNELS        what a turn with nothing to do costs

let usage =
  "queue-benchmarks floor FOLDER COUNT | submit | submit-at-once | import | deliver | lateness | fill | snap | idle"

func store(_ path: String) throws -> SQLiteStore { try SQLiteStore(path: path, access: .creating) }

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.dropFirst(2).compactMap { Int($0) }
guard arguments.count >= 3, numbers.count == arguments.count - 2 else {
  print(usage)
  exit(64)
}
let path = arguments[1]
switch (arguments[0], numbers.count) {
case ("floor", 1):
  let rate = await DiskFloor.flushesPerSecond(in: path, count: numbers[0])
  Measuring.report("floor", ["per_s": rate])
case ("submit", 1): try await StoreMeasurements.submitSingly(store(path), count: numbers[0])
case ("submit-at-once", 2):
  try await StoreMeasurements.submitConcurrently(store(path), count: numbers[0], submitters: numbers[1])
case ("import", 1): try await StoreMeasurements.importMany(store(path), count: numbers[0])
case ("deliver", 2): try await GateMeasurements.deliver(store(path), count: numbers[0], channels: numbers[1])
case ("lateness", 3):
  try await GateMeasurements.lateness(store(path), rate: numbers[0], seconds: numbers[1], channels: numbers[2])
case ("fill", 2): try await StoreMeasurements.fill(store(path), count: numbers[0], channels: numbers[1])
case ("snap", 2): try await StoreMeasurements.snapElection(store(path), count: numbers[0], channels: numbers[1])
case ("idle", 2):
  try await StoreMeasurements.idleFetch(store(path), count: numbers[0], channels: numbers[1])
default:
  print(usage)
  exit(64)
}
