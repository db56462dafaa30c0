import Glibc

/// An `errno`, in the system's words.
package struct ErrorNumber: Error, Hashable, CustomStringConvertible {
  package let code: Int32
  package init(_ code: Int32) { self.code = code }
  package var description: String { unsafe String(cString: strerror(code)) }
}
