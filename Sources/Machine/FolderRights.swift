import Glibc

/// Who may write in a folder.
package enum FolderRights {
  /// Whether a folder's group may write in it.
  package static func isShared(_ folder: String) -> Bool {
    var status = stat()
    return unsafe stat(folder, &status) == 0 && status.st_mode & S_IWGRP != 0
  }
}
