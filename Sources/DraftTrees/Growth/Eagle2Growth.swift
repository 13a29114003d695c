import Tokens

/// Expand and rerank: each level expands the k nodes with the largest product of q to their k most
/// probable children; of all nodes made, the best fill the budget and the others are pruned.
///
/// Deterministic, and reranked after the tokens are known, so only for verifiers that take a tree
/// as it is. A node never ranks above its parent, so what stays is a tree.
/// Source: Li et al. 2024, EAGLE-2, section 4; verification-and-trees.md section 5.7.
public struct Eagle2Growth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "eagle-2", summary: "Expands the k best nodes of a level, then keeps the best of all.",
    source: "Li et al. 2024, EAGLE-2", law: .deterministic,
    parameters: [
      MethodParameter(
        name: "k", summary: "Nodes expanded a level, and children of each.", range: 1...16,
        standard: 3),
      MethodParameter(name: "depth", summary: "Levels.", range: 1...16, standard: 4),
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
    var tree = GrowingTree(request, law: .deterministic)
    guard request.budget > 0 else { return tree.sealed() }
    var frontier = [NodeIndex.root]
    for _ in 0..<depth {
      let open = frontier.filter(tree.mayGrow)
      let found = try tree.laws(below: open, from: &laws)
      var level: [NodeIndex] = []
      for (node, law) in zip(open, found) {
        for (index, token) in law.ranked(k).enumerated() {
          level.append(
            tree.append(
              token.token, under: node, draftProbability: token.probability,
              estimate: tree.reaches[node.rawValue] * token.probability,
              source: "rank \(index + 1)"))
        }
      }
      frontier = Array(tree.byReach(level).prefix(k))
    }
    for node in tree.byReach(tree.tree.nodes.dropFirst().map { NodeIndex($0) })
      .enumerated().filter({ place, node in
        place >= request.budget || !tree.pays(tree.reaches[node.rawValue])
      }).map(\.element)
    { tree.prune(node) }
    return tree.sealed()
  }
}

extension GrowingTree {
  /// Nodes by the product of q down to them, largest first, the earlier first among equals.
  fileprivate func byReach(_ nodes: [NodeIndex]) -> [NodeIndex] {
    nodes.sorted { (-reaches[$0.rawValue], $0) < (-reaches[$1.rawValue], $1) }
  }
}
