import Tokens

/// One path, each token drawn from q. Source: Leviathan et al. 2023; Chen et al. 2023.
public struct ChainGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "chain", summary: "One path, without branches.",
    source: "Leviathan et al. 2023; Chen et al. 2023", law: .independent)

  public init(_ shape: GrowthShape) {}

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = DraftTree(anchor: request.anchor, law: .independent)
    var node = NodeIndex.root
    var reach = 1.0
    while tree.draftedCount < request.budget, reach > request.reachBar {
      let masses = TokenMasses(try laws.law(below: node, of: tree))
      guard masses.hasMass else { break }
      let draw = draws.token(from: masses)
      node = tree.append(
        draw.token, under: node, draftProbability: draw.probability, source: "draw 1")
      reach *= draw.probability
      if request.endTokens.contains(draw.token) { break }
    }
    tree.seal()
    return tree
  }
}
