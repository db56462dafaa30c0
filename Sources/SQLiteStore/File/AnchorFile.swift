import CKernel
import Dispatch
import Elections
import Glibc
import Publishing
import Synchronization
import Texts

/// The file that holds a store's anchor, in a folder that is not the store's and under the store's own name.
///
/// It is written after each commit and before anything leaves by that commit's permits. It is not flushed then: the end
/// of a process, however it comes, loses nothing that was written, and what a power cut loses only makes the anchor
/// older than its store, which is sound. No link is followed, and what is there and is no anchor is never written into:
/// a new one takes its place as a whole.
final class AnchorFile: Sendable {
  private struct State {
    var descriptor: Int32 = -1
    /// What this process wrote last.
    var written: [UInt8] = []
    var entry: Int64 = 0
    /// The latest instant of any entry: by a clock that ran ahead, something may have left early.
    var latest = Instant(millisecondsSince1970: 0)
    var isFlushDue = false
    var failure: StoreError?
  }

  let path: String
  let folder: String
  private let id: String
  /// Whose modes and group the anchor takes on.
  private let storeFolder: String
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "portcullis.anchor", qos: .utility)

  init(folder: String, store id: String, storeFolder: String) {
    self.folder = folder
    self.id = id
    self.storeFolder = storeFolder
    path = folder + "/" + id
  }

  deinit {
    let descriptor = state.withLock(\.descriptor)
    if descriptor >= 0 { close(descriptor) }
  }

  // MARK: Reading

  /// Throws where nothing can be told: the folder or the file may not be read.
  func read() throws(StoreError) -> FoundAnchor {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return .none }
      throw failure("cannot be read")
    }
    defer { close(descriptor) }
    return Self.found(descriptor, id)
  }

  private static func found(_ descriptor: Int32, _ id: String) -> FoundAnchor {
    guard isPlain(descriptor) else { return .unreadable }
    // A reader may come while another process writes; the digest tells, and the next look sees it whole.
    for _ in 0..<5 {
      if let anchor = AnchorRecord.anchor(bytes(descriptor)), anchor.store == id { return .anchor(anchor) }
    }
    return .unreadable
  }

  /// An ordinary file with this one name.
  private static func isPlain(_ descriptor: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
  }

  private static func bytes(_ descriptor: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: AnchorRecord.length + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    return Array(bytes.prefix(max(0, count)))
  }

  // MARK: Writing

  /// Puts a new file in the place of whatever is there, whole, and keeps it open.
  func make(_ anchor: StoreAnchor) throws(StoreError) {
    try makeFolder()
    let shared = Sharing(of: storeFolder)
    let draft = "\(path).\(getpid())"
    unsafe unlink(draft)
    let descriptor = unsafe open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be made") }
    shared.apply(to: descriptor, mode: 0o600)
    guard Self.write(AnchorRecord.bytes(anchor), to: descriptor), fdatasync(descriptor) == 0,
      unsafe rename(draft, path) == 0
    else {
      let failure = failure("cannot be written")
      close(descriptor)
      unsafe unlink(draft)
      throw failure
    }
    keep(descriptor)
  }

  /// Opens what `read` found to be an anchor.
  func openExisting() throws(StoreError) {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("cannot be written") }
    guard case .anchor = Self.found(descriptor, id) else {
      close(descriptor)
      throw .unavailable("The store's anchor \(path) changed while it was opened; try again.")
    }
    keep(descriptor)
  }

  private func keep(_ descriptor: Int32) {
    let old = state.withLock { state in
      defer { (state.descriptor, state.written, state.entry, state.failure) = (descriptor, [], 0, nil) }
      return state.descriptor
    }
    if old >= 0 { close(old) }
  }

  /// Says how far the log goes now. What goes wrong is kept for `check`. `hash`: of an entry of the store's log.
  func advance(to head: LogHead, at: Instant, hash: (Int64) -> ContentHash?) {
    let (isGone, startsFlush) = state.withLock { state in
      var found = portcullis_file_identity()
      guard state.descriptor >= 0, unsafe portcullis_identity_of_descriptor(state.descriptor, &found) == 0,
        found.names > 0
      else { return (true, false) }
      if Self.bytes(state.descriptor) != state.written {
        guard case .anchor(let other) = Self.found(state.descriptor, id) else { return (true, false) }
        state.failure = strange(other, hash)
        // Another process may have committed later and written sooner.
        if state.failure != nil || other.head.entry > head.entry { return (false, false) }
        state.latest = max(state.latest, other.at)
      } else if head.entry < state.entry {
        return (false, false)
      }
      state.latest = max(state.latest, at)
      let bytes = AnchorRecord.bytes(StoreAnchor(store: id, head: head, at: state.latest))
      state.failure = Self.write(bytes, to: state.descriptor) ? nil : failure("cannot be written")
      (state.written, state.entry) = (bytes, head.entry)
      defer { state.isFlushDue = true }
      return (false, !state.isFlushDue)
    }
    if isGone { replace(by: head, at: at, hash) }
    if startsFlush { queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in self?.flush() } }
  }

  /// What another wrote belongs to this store if it is in its log; else there are two that go by one name.
  private func strange(_ other: StoreAnchor, _ hash: (Int64) -> ContentHash?) -> StoreError? {
    if other.head.entry == 0 || hash(other.head.entry) == other.head.hash { return nil }
    return .damaged(
      "Another copy of this store is in use and writes to the same anchor \(path), so nothing is sent from this one; "
        + "stop one of them, and start the other again: what is due then waits for a person.")
  }

  /// Somebody removed the file, or put another in its place.
  private func replace(by head: LogHead, at: Instant, _ hash: (Int64) -> ContentHash?) {
    do throws(StoreError) {
      if case .anchor(let other) = try read() {
        if let strange = strange(other, hash) { throw strange }
        try openExisting()
        if other.head.entry < head.entry { advance(to: head, at: at, hash: hash) }
      } else {
        try make(StoreAnchor(store: id, head: head, at: max(at, state.withLock(\.latest))))
      }
    } catch {
      state.withLock { $0.failure = error }
    }
  }

  /// Throws while the anchor could not be brought up to the store's head.
  func check() throws(StoreError) {
    if let failure = state.withLock(\.failure) { throw failure }
  }

  /// Carries what was written over to the disk.
  func flush() {
    state.withLock { state in
      guard state.isFlushDue else { return }
      state.isFlushDue = false
      if state.descriptor >= 0 { fdatasync(state.descriptor) }
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) } == bytes.count
  }

  private func makeFolder() throws(StoreError) {
    var made = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      made += "/" + part
      if unsafe mkdir(made, 0o700) == 0 {
        let descriptor = unsafe open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor >= 0 {
          Sharing(of: storeFolder).apply(to: descriptor, mode: 0o700)
          close(descriptor)
        }
      } else if errno != EEXIST {
        throw failure("cannot be made")
      }
    }
  }

  private func failure(_ words: String) -> StoreError {
    .cannotWrite(
      "The store's anchor \(path) \(words): \(StoreFile.reason()). Correct the folder's permissions, or name another by "
        + "anchor: in the settings or PORTCULLIS_ANCHOR.")
  }
}

/// With whom a store is shared, which its anchor follows: everybody who commits writes it.
private struct Sharing {
  private let group: gid_t?

  init(of folder: String) {
    var status = stat()
    group = unsafe stat(folder, &status) == 0 && status.st_mode & S_IWGRP != 0 ? status.st_gid : nil
  }

  /// `mode`: the owner's rights; the group gets the same. Whatever the umask is.
  func apply(to descriptor: Int32, mode: mode_t) {
    guard let group else {
      fchmod(descriptor, mode)
      return
    }
    fchown(descriptor, uid_t.max, group)
    fchmod(descriptor, mode | mode >> 3 | (mode & S_IXUSR == 0 ? 0 : 0o2000))
  }
}
