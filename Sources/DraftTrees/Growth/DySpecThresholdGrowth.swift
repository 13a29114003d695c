import Tokens

/// Draws at each node while the next place is reached with at least some chance, level by level:
/// one draft pass a level. Source: Xiong et al. 2024, DySpec, algorithm 2 (with its inequality the
/// right way round); verification-and-trees.md section 5.6.
public struct DySpecThresholdGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "dyspec-threshold", summary: "Fills every place likely enough to be reached.",
    source: "Xiong et al. 2024, DySpec", law: .withoutReplacement,
    parameters: [
      MethodParameter(
        name: "threshold", summary: "The least estimated reach of a place.", range: 0...1,
        standard: 0.15, isWhole: false)
    ])

  private let threshold: Double

  public init(_ shape: GrowthShape) { threshold = shape["threshold"] }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .withoutReplacement)
    var level = [NodeIndex.root]
    while tree.room > 0 {
      let open = level.filter {
        tree.mayGrow(below: $0) && tree.reaches[$0.rawValue] >= threshold
      }
      guard !open.isEmpty else { break }
      level = []
      for var node in try tree.open(Array(open.prefix(tree.room)), laws: &laws) {
        while tree.room > 0, tree.pays(node.estimate), node.estimate >= threshold {
          level.append(tree.drawChild(of: &node, draws: &draws, estimate: node.estimate))
        }
      }
    }
    return tree.sealed()
  }
}
