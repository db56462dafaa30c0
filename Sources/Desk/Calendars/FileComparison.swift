package import Publishing

/// How the files on disk compare with what is in force.
package enum FileComparison {
  /// Nothing was adopted: the files are what answers.
  case files
  /// The same, though the user's store has this revision in force for another folder.
  case elsewhere(RevisionNumber, String)
  case current
  case notAdopted
  /// The store that was named has another folder in force than the one whose settings lie here.
  case otherSetUp(String, inForce: String)
  case unreadable(String)
}
