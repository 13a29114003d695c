import Tokens

/// Each node draws the same number of children without replacement, level by level.
///
/// Drawn one after another from what is left of q, which is the law of the largest Gumbel-perturbed
/// log-probabilities in their order, with one draw a child. Where the budget ends, the last places
/// of the last level stay empty.
/// Source: Jeon et al. 2024, recursive speculative decoding (RSD-C); verification-and-trees.md
/// section 5.3.
public struct GumbelTopKGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "gumbel-top-k", summary: "Each node draws k children without replacement.",
    source: "Jeon et al. 2024, RSD-C", law: .withoutReplacement,
    parameters: [
      MethodParameter(name: "k", summary: "Children of a node.", range: 1...16, standard: 2),
      MethodParameter(name: "depth", summary: "Levels.", range: 1...16, standard: 2),
    ])

  private let k: Int
  private let depth: Int

  public init(_ shape: GrowthShape) {
    k = shape.count("k")
    depth = shape.count("depth")
  }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .withoutReplacement)
    var level = [NodeIndex.root]
    for _ in 0..<depth where tree.room > 0 {
      // Those that the budget reaches.
      let open = level.filter(tree.mayGrow).prefix((tree.room + k - 1) / k)
      level = []
      for var node in try tree.open(Array(open), laws: &laws) {
        while node.drawnCount < k, tree.room > 0, tree.pays(node.estimate) {
          level.append(tree.drawChild(of: &node, draws: &draws, estimate: node.estimate))
        }
      }
    }
    return tree.sealed()
  }
}
