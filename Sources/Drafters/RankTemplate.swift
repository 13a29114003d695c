/// The published tree of rank paths of Token Recycling: 80 nodes, version 2.2.2.
///
/// A node is the path of ranks that leads to it: [0, 2] is the third candidate after the first
/// candidate after the anchor. Levels hold 8, 21, 25, 15, 8, 3 nodes. Source: drafters.md section 5.
struct RankTemplate: Sendable {
  /// Ranks from the anchor downwards; a parent precedes its children, level by level.
  let paths: [[Int]]
  /// The node above; nil below the anchor.
  let parents: [Int?]
  /// Nodes below the anchor.
  let roots: [Int]
  /// Children of each node in template order.
  let children: [[Int]]

  static let published = RankTemplate()

  /// Width of each node's fan: how many of the best ranks stand below it.
  private static let fans: [(path: [Int], width: Int)] = [
    ([], 8),
    ([0], 8), ([1], 4), ([2], 3), ([3], 2), ([4], 1), ([5], 1), ([6], 1), ([7], 1),
    ([0, 0], 8), ([0, 1], 3), ([0, 2], 2), ([0, 3], 1), ([0, 4], 1), ([0, 5], 1), ([0, 6], 1),
    ([0, 7], 1), ([1, 0], 2), ([1, 1], 1), ([2, 0], 1), ([3, 0], 1), ([4, 0], 1), ([5, 0], 1),
    ([0, 0, 0], 5), ([0, 0, 1], 2), ([0, 0, 2], 1), ([0, 0, 3], 1), ([0, 0, 4], 1),
    ([0, 1, 0], 1), ([0, 2, 0], 1), ([1, 0, 0], 1), ([2, 0, 0], 1), ([3, 0, 0], 1),
    ([0, 0, 0, 0], 3), ([0, 0, 0, 1], 1), ([0, 0, 0, 2], 1), ([0, 0, 1, 0], 1),
    ([0, 1, 0, 0], 1), ([1, 0, 0, 0], 1),
    ([0, 0, 0, 0, 0], 2), ([0, 0, 0, 1, 0], 1),
  ]

  private init() {
    var numbers: [[Int]: Int] = [:]
    var paths: [[Int]] = []
    var parents: [Int?] = []
    for (path, width) in Self.fans {
      for rank in 0..<width {
        numbers[path + [rank]] = paths.count
        paths.append(path + [rank])
        parents.append(numbers[path])
      }
    }
    self.paths = paths
    self.parents = parents
    roots = paths.indices.filter { parents[$0] == nil }
    children = paths.indices.map { node in paths.indices.filter { parents[$0] == node } }
  }
}
