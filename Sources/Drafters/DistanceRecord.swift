/// Mean total variation by depth of the tree, over the branches measured so far.
struct DistanceRecord: Sendable {
  private var sums: [Double] = []
  private var counts: [Int] = []

  /// - Parameter depth: 1 below the anchor.
  mutating func record(_ distance: Double, depth: Int) {
    while sums.count < depth {
      sums.append(0)
      counts.append(0)
    }
    sums[depth - 1] += distance
    counts[depth - 1] += 1
  }

  var isEmpty: Bool { counts.isEmpty }
  var branchCount: Int { counts.reduce(0, +) }

  /// "depth 1 0.21, depth 2 0.34".
  var text: String {
    counts.indices.filter { counts[$0] > 0 }.map { depth in
      let mean = sums[depth] / Double(counts[depth])
      return "depth \(depth + 1) \((mean * 1000).rounded() / 1000)"
    }.joined(separator: ", ")
  }
}
