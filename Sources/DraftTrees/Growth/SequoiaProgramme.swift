/// The best static trees when the j-th child of any node is accepted with probability a_j,
/// whatever the node: a dynamic programme over nodes and depth.
///
/// T[m][d][b], the most expected emitted tokens of a tree with m nodes, at most d levels and b
/// children of the root, is 1 for m = 1, b = 0, and else the largest T[y][d][b - 1] + a_b max over b'
/// of T[m - y][d - 1][b']. The root counts as a node and as a level.
/// O(nodes² × depth × ranks). Source: Chen et al. 2024, Sequoia, section 3.1;
/// verification-and-trees.md section 5.5.
public struct SequoiaProgramme: Sendable {
  /// A tree without tokens.
  public struct Shape: Hashable, Sendable {
    /// In the order in which they are drawn.
    public var children: [Shape]
  }

  /// What a table entry was made of: nodes of the tree without its last child.
  private struct Entry {
    var value: Double
    var nodesBefore: Int
  }

  public let nodeCount: Int
  public let depth: Int
  private let acceptance: [Double]
  /// [nodes - 1][depth - 1][children of the root]
  private var table: [[[Entry?]]]

  /// - Parameters:
  ///   - acceptance: a_1, a_2, ...: more children than these no node has.
  ///   - nodeCount: the most nodes, the root counted.
  ///   - depth: the most levels, the root counted.
  public init(acceptance: [Double], nodeCount: Int, depth: Int) {
    precondition(nodeCount > 0 && depth > 0, "a tree has a root")
    self.acceptance = acceptance
    self.nodeCount = nodeCount
    self.depth = depth
    let row = [Entry?](repeating: nil, count: acceptance.count + 1)
    table = Array(repeating: Array(repeating: row, count: depth), count: nodeCount)
    for levels in 1...depth { table[0][levels - 1][0] = Entry(value: 1, nodesBefore: 0) }
    for nodes in 1...nodeCount where nodes > 1 {
      for levels in 1...depth where levels > 1 { fill(nodes, levels) }
    }
  }

  private mutating func fill(_ nodes: Int, _ levels: Int) {
    for child in acceptance.indices {
      var best: Entry?
      for before in 1..<nodes {
        guard let rest = table[before - 1][levels - 1][child],
          let below = value(nodes: nodes - before, depth: levels - 1)
        else { continue }
        let value = rest.value + acceptance[child] * below
        if value > best?.value ?? -1 { best = Entry(value: value, nodesBefore: before) }
      }
      table[nodes - 1][levels - 1][child + 1] = best
    }
  }

  /// Expected emitted tokens of the best tree with exactly so many nodes and at most so many
  /// levels; nil when there is none.
  public func value(nodes: Int, depth: Int) -> Double? {
    best(nodes, depth).flatMap { table[nodes - 1][depth - 1][$0]?.value }
  }

  /// One of the best trees; nil when there is none.
  public func shape(nodes: Int, depth: Int) -> Shape? {
    guard var children = best(nodes, depth) else { return nil }
    var shapes: [Shape] = []
    var left = nodes
    while children > 0, let entry = table[left - 1][depth - 1][children] {
      if let child = shape(nodes: left - entry.nodesBefore, depth: depth - 1) {
        shapes.append(child)
      }
      left = entry.nodesBefore
      children -= 1
    }
    return Shape(children: shapes.reversed())
  }

  /// Children of the best tree's root.
  private func best(_ nodes: Int, _ depth: Int) -> Int? {
    let entries = table[nodes - 1][depth - 1]
    return entries.indices.filter { entries[$0] != nil }.max {
      (entries[$0]?.value ?? 0, -$0) < (entries[$1]?.value ?? 0, -$1)
    }
  }
}
