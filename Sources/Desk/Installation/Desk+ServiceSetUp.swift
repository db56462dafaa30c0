package import Contract
import ElectionCalendar
import Foundation
import Glibc
import Machine
import Publishing

extension Desk {
  /// Makes the account, the folders, the settings and the first revision of this machine's service, and starts it. What is there
  /// already is left as it is, so that one that was interrupted is finished by doing it again.
  package func setUpService() throws -> ServiceSetUpAnswer {
    guard geteuid() == 0 else {
      throw Failure(
        .notPermitted,
        "Setting up the service makes an account and folders of the machine, so it is for root: use sudo.")
    }
    var steps: [ServiceSetUpAnswer.Step] = []
    func step(_ what: String, _ isThere: Bool, _ make: () throws -> Void) throws {
      if !isThere { try make() }
      steps.append(ServiceSetUpAnswer.Step(what: what, wasThere: isThere))
    }
    try step("the account \(ServicePlaces.account)", Self.account != nil, Self.makeAccount)
    guard let account = Self.account else {
      throw Failure(.failed, "The account \(ServicePlaces.account) was not made, and nothing says why.")
    }
    for (path, mode) in ServicePlaces.folders {
      try step(path, Self.isRight(path, mode, account)) { try Self.make(path, mode, account) }
    }
    let manager = FileManager.default
    try step(ServicePlaces.settings, manager.fileExists(atPath: ServicePlaces.settings)) { try writeSettings() }
    // The store lies where only its account may look, who adopts what is there as its first revision.
    try step("the first revision", manager.fileExists(atPath: ServicePlaces.store)) { try adoptAsAccount() }
    let started = try start()
    return ServiceSetUpAnswer(
      steps: steps, settings: ServicePlaces.settings, store: ServicePlaces.store, socket: ServicePlaces.socket,
      started: started)
  }

  private struct Account {
    let user: uid_t
    let group: gid_t
  }

  private static var account: Account? {
    guard let entry = unsafe getpwnam(ServicePlaces.account) else { return nil }
    return unsafe Account(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
  }

  private static func makeAccount() throws {
    // A group of the name may be there already, as of an earlier version's instructions.
    let group = unsafe getgrnam(ServicePlaces.account) == nil ? ["--user-group"] : ["--gid", ServicePlaces.account]
    try runAsRoot(
      "/usr/sbin/useradd",
      ["--system"] + group + [
        "--no-create-home", "--home-dir", ServicePlaces.state, "--shell", "/usr/sbin/nologin", ServicePlaces.account,
      ], "The account \(ServicePlaces.account) cannot be made")
  }

  private static func isRight(_ path: String, _ mode: mode_t, _ account: Account) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_mode & 0o7777 == mode
      && status.st_uid == account.user && status.st_gid == account.group
  }

  private static func make(_ path: String, _ mode: mode_t, _ account: Account) throws {
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw unmakeable(path) }
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { throw unmakeable(path) }
    defer { close(folder) }
    guard fchown(folder, account.user, account.group) == 0, fchmod(folder, mode) == 0 else { throw unmakeable(path) }
  }

  private static func unmakeable(_ path: String) -> Failure {
    Failure(.cannotWrite, "The folder \(path) cannot be made as it has to be: \(ErrorNumber(errno).description).")
  }

  /// Readable for everybody: whoever asks has to find the service by it, and no secret stands in it.
  private func writeSettings() throws {
    let manager = FileManager.default
    let calendars = ServicePlaces.settingsFolder + "/calendars"
    do {
      for name in ["elections", "bank-holidays"] {
        try manager.createDirectory(atPath: calendars + "/" + name, withIntermediateDirectories: true)
      }
      if let shipped = InstalledFiles.shippedCalendars?.appending(path: "bank-holidays") {
        for name in try manager.contentsOfDirectory(atPath: shipped.path(percentEncoded: false)) {
          let target = calendars + "/bank-holidays/" + name
          guard !manager.fileExists(atPath: target) else { continue }
          try manager.copyItem(atPath: shipped.appending(path: name).path(percentEncoded: false), toPath: target)
        }
      }
      if try manager.contentsOfDirectory(atPath: calendars + "/elections").isEmpty {
        try Data(ExampleCalendar.text.utf8).write(to: URL(filePath: calendars + "/elections/elections.ics"))
      }
      try DurableFile.write(
        Data(SettingsTemplate.ofService.utf8), to: URL(filePath: ServicePlaces.settings))
      for path in [ServicePlaces.settings, ServicePlaces.settingsFolder, calendars]
        + (try manager.subpathsOfDirectory(atPath: calendars)).map({ calendars + "/" + $0 })
      {
        var isFolder: ObjCBool = false
        _ = unsafe manager.fileExists(atPath: path, isDirectory: &isFolder)
        try manager.setAttributes([.posixPermissions: isFolder.boolValue ? 0o755 : 0o644], ofItemAtPath: path)
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .cannotWrite, "\(ServicePlaces.settingsFolder) cannot be written: \(error.localizedDescription)")
    }
  }

  private func adoptAsAccount() throws {
    guard let program = Bundle.main.executableURL?.path(percentEncoded: false) else {
      throw Failure(.failed, "The program does not find itself, so nothing was adopted.")
    }
    try Self.runAsRoot(
      "/usr/sbin/runuser",
      ["-u", ServicePlaces.account, "--", program, "adopt", "--settings", ServicePlaces.settings],
      "The first revision was not adopted")
  }

  /// Whether the service runs now.
  private func start() throws -> Bool {
    guard FileManager.default.fileExists(atPath: "/run/systemd/system") else { return false }
    try Self.runAsRoot(
      "/usr/bin/systemctl", ["enable", "--now", ServicePlaces.unit],
      "The service was not started; is its unit installed (make install)?")
    return true
  }

  static func runAsRoot(_ program: String, _ arguments: [String], _ failed: String) throws {
    let code: Int32
    do {
      code = try ProgramRun.exitCode(program, arguments, environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"])
    } catch {
      throw Failure(.failed, "\(failed): \(program) cannot be run: \(error.description).")
    }
    guard code == 0 else { throw Failure(.failed, "\(failed): \(program) ended with \(code).") }
  }
}
