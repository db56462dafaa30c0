import Foundation

/// Who acts: the operating system's login, which nobody can choose on the command line.
enum Person {
  static let login = NSUserName()
}
