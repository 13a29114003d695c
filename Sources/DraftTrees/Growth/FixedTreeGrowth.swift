import Tokens

/// A shape fixed beforehand: each node at depth d takes the same number of most probable children.
///
/// Where the budget is smaller than the shape, nodes with the smallest sum of ranks stay, the
/// shallower first among equals: acceptance falls with rank and depth alike. Deterministic.
/// Source: Cai et al. 2024, Medusa, section 2.3.3 (fixed trees of ranks); the order is ours.
public struct FixedTreeGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "fixed-tree", summary: "A fixed shape filled with the most probable tokens.",
    source: "Cai et al. 2024, Medusa", law: .deterministic,
    parameters: [
      MethodParameter(
        name: "branching", summary: "Children of each node at depth 0, 1, ..., a digit each.",
        range: 1...99_999_999, standard: 3211)
    ])

  /// Children at each depth.
  private let branching: [Int]

  public init(_ shape: GrowthShape) {
    branching = String(shape.count("branching")).compactMap(\.wholeNumberValue)
  }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    let kept = paths(count: request.budget)
    var tree = GrowingTree(request, law: .deterministic)
    var level: [(node: NodeIndex, ranks: [Int])] = [(.root, [])]
    while !level.isEmpty {
      let open = level.filter { place in
        tree.mayGrow(below: place.node) && kept.contains(place.ranks + [1])
      }
      let found = try tree.laws(below: open.map(\.node), from: &laws)
      level = []
      for ((node, ranks), law) in zip(open, found) {
        for (index, ranked) in law.ranked(branching[ranks.count]).enumerated() {
          let path = ranks + [index + 1]
          guard kept.contains(path) else { break }
          let child = tree.append(
            ranked.token, under: node, draftProbability: ranked.probability,
            source: "rank \(index + 1)")
          level.append((child, path))
        }
      }
    }
    return tree.sealed()
  }

  /// The `count` paths of ranks with the smallest sums; with a path its beginnings and its lower
  /// ranks are in it too.
  private func paths(count: Int) -> Set<[Int]> {
    var kept = Set<[Int]>()
    var waiting: [[Int]] = [[1]]
    while kept.count < count {
      let order = waiting.indices.min {
        Self.precedes(waiting[$0], waiting[$1])
      }
      guard let next = order else { break }
      let path = waiting.remove(at: next)
      kept.insert(path)
      if path.count < branching.count, branching[path.count] > 0 { waiting.append(path + [1]) }
      let rank = path[path.count - 1]
      if rank < branching[path.count - 1] { waiting.append(path.dropLast() + [rank + 1]) }
    }
    return kept
  }

  private static func precedes(_ left: [Int], _ right: [Int]) -> Bool {
    let (leftSum, rightSum) = (left.reduce(0, +), right.reduce(0, +))
    guard leftSum == rightSum else { return leftSum < rightSum }
    return left.count == right.count
      ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }
}
