import Connectors
import Elections
import Foundation
@testable import Publishing
import Synchronization
import TestSupport

/// The real servers on loopback that `make e2e` starts, as their `env` file names them, and the proxy in front of them.
enum Servers {
  /// Whether they run: only `make e2e` says so.
  static let areUp = ProcessInfo.processInfo.environment["PORTCULLIS_SERVERS"] != nil

  private static let values: [String: String] = {
    guard let path = ProcessInfo.processInfo.environment["PORTCULLIS_SERVERS"],
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { return [:] }
    let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
      let parts = line.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }()

  static func value(_ name: String) throws -> String {
    guard let value = values[name] else { throw MissingServer(name: name) }
    return value
  }

  struct MissingServer: Error { let name: String }

  /// The secret as a source that reads an environment made up for the purpose.
  static func secret(_ name: String) throws -> SecretSource {
    let text = try value(name)
    return SecretSource(.environment(name), folder: "/") { _ in text }
  }

  static let now: @Sendable () -> Instant = {
    Instant(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// To a loopback address, trusting the test authority too.
  static func transport() -> HTTPTransport {
    HTTPTransport(addressGuard: AddressGuard(), trustRootsFile: try? value("TEST_CA_FILE"))
  }
}

/// The proxy that breaks deliveries at a chosen point.
struct Cutter {
  /// `wordpress`, `pds`, `webhook` or `smtp`.
  let front: String

  /// Sets a rule, as `mode=drop-before-response&method=POST`.
  func set(_ rule: String) async throws { try await call(.post, "/\(front)?\(rule)") }

  /// Lets everything through, and forgets what happened.
  func clear() async throws { try await call(.delete, "/\(front)") }

  private enum Verb: String { case post = "POST", delete = "DELETE" }

  private func call(_ verb: Verb, _ path: String) async throws {
    let process = try ChildProcess(
      URL(filePath: "/usr/bin/curl"),
      ["-sS", "--fail", "-X", verb.rawValue, try Servers.value("CUTTER_URL") + path, "-o", "/dev/null"])
    guard process.exitCode() == 0 else { throw Servers.MissingServer(name: "cutter") }
  }
}

/// Drives one delivery as the gate does: prepare, permit, commit, and after a lost answer find, until it is settled.
final class Delivering: Sendable {
  let connector: any Connector
  let kept = Mutex<[UInt8]?>(nil)

  init(_ connector: any Connector) { self.connector = connector }

  enum End: Equatable {
    case published(Receipt)
    case uncertain(String)
    case other(String)
    var receipt: Receipt? { if case .published(let receipt) = self { receipt } else { nil } }
  }

  private func preparation(_ plan: SendPlan) -> Preparation {
    Preparation(
      name: plan.post.name, contentHash: plan.contentHash, notAfter: Servers.now().adding(.seconds(60)),
      kept: kept.withLock { $0 }
    ) { ids in
      self.kept.withLock { $0 = ids }
      return true
    }
  }

  private func permit(_ plan: SendPlan) -> Permit {
    let now = Servers.now()
    let grant = PermitGrant(
      delivery: DeliveryID(1), fence: 1, revision: RevisionNumber(1), issued: now, notAfter: now.adding(.seconds(30)))
    return Permit(grant, name: plan.post.name, contentHash: plan.contentHash, look: { nil })
  }

  /// `attempts` bounds the commits; every one carries the same plan.
  func run(_ post: ReleasedPost, attempts: Int = 4) async throws -> End {
    let plan = try connector.plan(post)
    var last = "nothing happened"
    for _ in 0..<attempts {
      var prepared = Prepared(plan: plan, kept: kept.withLock { $0 })
      if connector.preparesFirst {
        switch await connector.prepare(plan, preparation(plan)) {
        case .ready(let done): prepared = done
        case .retry(let reason, _):
          last = "retry: \(reason)"
          continue
        case .rejected(let reason): return .other("rejected: \(reason)")
        case .needsLogin(let reason): return .other("needs login: \(reason)")
        case .channelRefused(let reason): return .other("the channel is refused: \(reason)")
        }
      }
      switch await connector.commit(prepared, under: permit(plan)) {
      case .published(let receipt): return .published(receipt)
      case .notSent(let reason, _): last = "not sent: \(reason)"
      case .rejected(let reason): return .other("rejected: \(reason)")
      case .undecided(let reason): return .other("undecided: \(reason)")
      case .needsLogin(let reason): return .other("needs login: \(reason)")
      case .channelRefused(let reason): return .other("the channel is refused: \(reason)")
      case .uncertain:
        switch await connector.find(prepared) {
        case .found(let receipt): return .published(receipt)
        case .absentForCertain: last = "absent for certain"
        case .absentPerhaps(let reason), .changedByOthers(let reason), .cannotTell(let reason):
          return .uncertain(reason)
        }
      }
    }
    return .other(last)
  }
}
