import Tokens

/// One path, each token drawn from q. Source: Leviathan et al. 2023; Chen et al. 2023.
///
/// With a stop rule it ends where the rule says, and ranks each node by the product of what the
/// rule looked at from the root down: the drafter's own estimate of reach.
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
    var confidence = 1.0
    while tree.draftedCount < request.budget, reach > request.reachBar {
      let masses = TokenMasses(try laws.law(below: node, of: tree))
      guard masses.hasMass else { break }
      let shown = try request.stop.map { _ in try laws.confidence(below: node, of: tree) }
      if let shown, request.stop?.endsBefore(shown) == true { break }
      let draw = draws.token(from: masses)
      if let shown { confidence *= shown.probability(of: draw.token) }
      node = tree.append(
        draw.token, under: node, draftProbability: draw.probability,
        estimate: shown == nil ? nil : confidence, source: "draw 1")
      reach *= draw.probability
      if request.endTokens.contains(draw.token) { break }
      if let shown, request.stop?.endsBehind(draw.token, shown) == true { break }
    }
    tree.seal()
    return tree
  }
}
