/// Paths of a tree's rows: for each row the rows from the root to itself.
public struct TreePaths {
  let items: [Int32]
  let starts: [Int32]

  public let rowCount: Int

  /// - Parameter parents: nil for row 0, which is the root; others precede their children.
  public init(parents: [Int?]) {
    var items: [Int32] = []
    var starts: [Int32] = [0]
    for (row, parent) in parents.enumerated() {
      if let parent {
        precondition(parent >= 0 && parent < row, "a parent precedes its children")
        items.append(contentsOf: items[Int(starts[parent])..<Int(starts[parent + 1])])
      }
      items.append(Int32(row))
      starts.append(Int32(items.count))
    }
    self.items = items
    self.starts = starts
    rowCount = parents.count
  }

  /// Distance of a row from its root.
  public func depth(of row: Int) -> Int { Int(starts[row + 1] - starts[row]) - 1 }
}
