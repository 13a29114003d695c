import Tokens

/// K paths drawn independently from q; equal beginnings are merged and keep their number of draws.
///
/// What the budget allows is decided before anything is drawn: first fewer tokens a path, then
/// fewer paths, so that every path has the same length and all draws of a node are alike.
/// Source: Miao et al. 2024, SpecInfer; Sun et al. 2023, SpecTr; verification-and-trees.md
/// section 5.1.
public struct IndependentPathsGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "independent-paths", summary: "Several paths drawn independently, then merged.",
    source: "Miao et al. 2024, SpecInfer; Sun et al. 2023, SpecTr", law: .independent,
    parameters: [
      MethodParameter(name: "paths", summary: "Paths.", range: 1...16, standard: 2),
      MethodParameter(name: "length", summary: "Tokens of each.", range: 1...32, standard: 3),
    ])

  private let pathCount: Int
  private let length: Int

  public init(_ shape: GrowthShape) {
    pathCount = shape.count("paths")
    length = shape.count("length")
  }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .independent)
    try tree.drawPaths(
      PathBundle(count: pathCount, length: length, room: tree.room), from: .root, named: "path",
      laws: &laws, draws: &draws)
    return tree.sealed()
  }
}
