/// An answer of a public request that tells those who may see posts more than it tells everybody.
package protocol HasPublicPart {
  /// Without posts: which of them are held, waited for, or let through.
  var publicPart: Self { get }
}
