/// Paths of a tree's rows: for each row the rows from the root to itself. The first rows may stand
/// already, so that only those after them are computed.
public struct TreePaths {
  let items: [Int32]
  let starts: [Int32]

  /// The first row to be computed.
  public let firstRow: Int
  /// Rows to be computed.
  public let rowCount: Int

  /// - Parameters:
  ///   - parents: nil for row 0, which is the root; others precede their children.
  ///   - firstRow: rows before it are computed already.
  public init(parents: [Int?], from firstRow: Int = 0) {
    precondition((0...parents.count).contains(firstRow), "rows of the tree")
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
    self.firstRow = firstRow
    rowCount = parents.count - firstRow
  }

  /// Distance of a row from its root; rows are counted in the whole tree.
  public func depth(of row: Int) -> Int { Int(starts[row + 1] - starts[row]) - 1 }
}
