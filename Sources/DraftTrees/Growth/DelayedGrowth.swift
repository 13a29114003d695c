import Tokens

/// One trunk, then K independent branches from its end: the drafter is surest near the root, so
/// branching is worth more further down.
///
/// What the budget allows is decided before anything is drawn: the trunk first, then the branches.
/// Source: Dynamic Delayed Tree Expansion; verification-and-trees.md section 5.2.
public struct DelayedGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "delayed", summary: "One trunk, then several branches from its end.",
    source: "Dynamic Delayed Tree Expansion", law: .independent,
    parameters: [
      MethodParameter(name: "trunk", summary: "Tokens of the trunk.", range: 0...32, standard: 2),
      MethodParameter(name: "paths", summary: "Branches.", range: 1...16, standard: 2),
      MethodParameter(
        name: "length", summary: "Tokens of each branch.", range: 1...32, standard: 2),
    ])

  private let trunk: Int
  private let pathCount: Int
  private let length: Int

  public init(_ shape: GrowthShape) {
    trunk = shape.count("trunk")
    pathCount = shape.count("paths")
    length = shape.count("length")
  }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .independent)
    let trunk = min(trunk, tree.room)
    var end = NodeIndex.root
    for _ in 0..<trunk where tree.mayGrow(below: end) {
      let masses = TokenMasses(try laws.law(below: end, of: tree.tree))
      guard masses.hasMass else { break }
      let draw = draws.token(from: masses)
      end = tree.append(
        draw.token, under: end, draftProbability: draw.probability, source: "trunk")
    }
    if tree.tree.draftedCount == trunk {
      try tree.drawPaths(
        PathBundle(count: pathCount, length: length, room: tree.room), from: end, named: "branch",
        laws: &laws, draws: &draws)
    }
    return tree.sealed()
  }
}
