/// The lists of categories of one file, each kept once while they are few, as where a machine wrote them.
struct CategoryLists {
  private(set) var lists: [[String]] = [[]]
  private var indices: [[String]: Int32] = [[]: 0]

  private static let mostShared = 10_000

  mutating func index(of list: [String]) -> Int32 {
    if let index = indices[list] { return index }
    let index = Int32(lists.count)
    lists.append(list)
    if lists.count < Self.mostShared { indices[list] = index }
    return index
  }
}
