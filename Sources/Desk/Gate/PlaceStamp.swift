import Glibc

/// A place's identity, size and times, by which a change is noticed where the kernel does not tell of it.
package struct PlaceStamp: Equatable {
  private let path: String
  private let inode: UInt
  private let size: Int
  /// As C writes them: the members of `timespec` belong to a module that not every build can name.
  private let times: String

  package static func all(_ places: [WatchedPlaces.Place]) -> [PlaceStamp] {
    places.map { place in PlaceStamp(place.kind == .names ? place.path + "/" + place.name : place.path) }
  }

  private init(_ path: String) {
    var status = stat()
    if unsafe stat(path, &status) != 0 { status = stat() }
    self.path = path
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    // The time of the inode's change cannot be set back.
    times = "\(status.st_mtim) \(status.st_ctim)"
  }
}
