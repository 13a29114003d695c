import Tokens

/// The k most probable children at every node, level by level. Deterministic.
///
/// Where a level does not fit the budget, the nodes with the largest product of q stay.
/// Source: ours, after the trees of Miao et al. 2024, SpecInfer.
public struct TopKGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "top-k", summary: "The k most probable children at every node.",
    source: "ours, after Miao et al. 2024, SpecInfer", law: .deterministic,
    parameters: [
      MethodParameter(name: "k", summary: "Children of a node.", range: 1...16, standard: 2),
      MethodParameter(name: "depth", summary: "Levels.", range: 1...16, standard: 3),
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
    var level = [NodeIndex.root]
    for _ in 0..<depth where tree.room > 0 {
      let open = level.filter(tree.mayGrow)
      let found = try tree.laws(below: open, from: &laws)
      var candidates: [(parent: NodeIndex, rank: Int, token: RankedToken, reach: Double)] = []
      for (node, law) in zip(open, found) {
        for (index, token) in law.ranked(k).enumerated() {
          let reach = tree.reaches[node.rawValue] * token.probability
          guard tree.pays(reach) else { break }
          candidates.append((node, index + 1, token, reach))
        }
      }
      // Among equals the earlier stays: the sort is told places.
      let kept = candidates.indices.sorted {
        (-candidates[$0].reach, $0) < (-candidates[$1].reach, $1)
      }.prefix(tree.room).sorted()
      level = kept.map { place in
        let candidate = candidates[place]
        return tree.append(
          candidate.token.token, under: candidate.parent,
          draftProbability: candidate.token.probability, estimate: candidate.reach,
          source: "rank \(candidate.rank)")
      }
    }
    return tree.sealed()
  }
}
