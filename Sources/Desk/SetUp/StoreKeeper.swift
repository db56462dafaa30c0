import Glibc
import Publishing
import PublishingGate

/// The account that a store's file belongs to: while a register of people is in force, the only one that opens it, since whoever
/// opens a file can write anything into it, whatever a program checks.
struct StoreKeeper {
  private let path: String
  private let user: uid_t

  /// Nil where there is no such file. Of one that this account may not even look for, the keeper is whose folder hides it.
  init?(of path: String) {
    var status = stat()
    var place = path
    while unsafe stat(place, &status) != 0 {
      guard errno == EACCES, let slash = place.lastIndex(of: "/"), slash > place.startIndex else { return nil }
      place = String(place[..<slash])
    }
    self.path = path
    user = status.st_uid
  }

  var isOurs: Bool { user == geteuid() }

  private var name: String {
    guard let entry = unsafe getpwuid(user) else { return "of the number \(user)" }
    return unsafe String(cString: entry.pointee.pw_name)
  }

  /// Refuses another account than the store's own; `register`: the one in force.
  static func check(_ choice: SetUpChoice, _ register: Register?) throws {
    guard choice.atStore != nil, register != nil, let keeper = StoreKeeper(of: try StoreLocation(choice).path),
      !keeper.isOurs
    else { return }
    throw keeper.refusal("A register of people is in force in it, so nobody else may open it.", choice)
  }

  /// The same for what is asked of a store whose rules may not be readable any more; then the file's rights have to do.
  static func check(_ choice: SetUpChoice, in store: any CouncilStore) async throws {
    let adopted = try? await AdoptedRevision.inForce(in: store, connectors: choice.parts.connectors.list)
    try check(choice, try? adopted?.settings().register)
  }

  /// Why a file that cannot be opened cannot, where it is another account's.
  func refusal(of access: StoreAccess, _ choice: SetUpChoice) -> Failure? {
    let rights = access == .readOnly ? R_OK : R_OK | W_OK
    guard !isOurs, unsafe Glibc.access(path, rights) != 0 else { return nil }
    return refusal("You may not open it.", choice)
  }

  private func refusal(_ why: String, _ choice: SetUpChoice) -> Failure {
    let socket = ServicePlace(choice)?.socket
    let way =
      socket.map { "Its service should answer on \($0), and does not: ask ICT to start it." }
      ?? "Ask its service: name it by --service unix:PATH or PORTCULLIS_SERVICE, or the settings whose service.socket it is."
    return Failure(
      .notPermitted, "The store \(path) belongs to the account \(name). \(why) \(way)")
  }
}
