import Tokens

/// The static tree that a dynamic programme finds best, from how often the first, second, ... child
/// of a node is accepted; its children are drawn without replacement.
///
/// The chances begin at the parameters and follow what this run records. With measured costs the
/// size and the depth are those with the most expected tokens for each plain pass that target and
/// drafter take, a draft pass a level; without, the budget is filled.
/// Source: Chen et al. 2024, Sequoia; verification-and-trees.md section 5.5.
public struct SequoiaGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "sequoia", summary: "The static tree that is best for the recorded acceptance by rank.",
    source: "Chen et al. 2024, Sequoia", law: .withoutReplacement,
    parameters: chances + [
      MethodParameter(name: "depth", summary: "The most levels.", range: 1...16, standard: 6),
      MethodParameter(
        name: "draft-cost",
        summary: "A draft pass, in plain passes of the target, where it is not measured.",
        range: 0...10, standard: 0.1, isWhole: false),
    ])

  private static let chances = [
    MethodParameter(
      name: "first", summary: "Chance that the first child is accepted.", range: 0...1,
      standard: 0.7, isWhole: false),
    MethodParameter(
      name: "second", summary: "The same of the second child.", range: 0...1, standard: 0.12,
      isWhole: false),
    MethodParameter(
      name: "third", summary: "The same of the third child.", range: 0...1, standard: 0.05,
      isWhole: false),
    MethodParameter(
      name: "fourth", summary: "The same of the fourth child.", range: 0...1, standard: 0.03,
      isWhole: false),
  ]

  /// Trials that a parameter counts for. Ours.
  private static let priorWeight = 8.0

  private let acceptance: [Double]
  private let depth: Int
  private let draftCost: Double

  public init(_ shape: GrowthShape) {
    acceptance = Self.chances.map { shape[$0.name] }
    depth = shape.count("depth")
    draftCost = shape["draft-cost"]
  }

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .withoutReplacement)
    let acceptance = acceptance.enumerated().map { rank, chance in
      rank < request.rankRates.count
        ? request.rankRates[rank].estimate(prior: chance, weight: Self.priorWeight) : chance
    }
    var level = [
      Place(node: .root, shape: shape(request, acceptance: acceptance), estimate: 1)
    ]
    while !level.isEmpty, tree.room > 0 {
      let growing = level.filter { !$0.shape.children.isEmpty && tree.mayGrow(below: $0.node) }
      let open = try tree.open(growing.map(\.node), laws: &laws)
      level = []
      for (place, node) in zip(growing, open) {
        var node = node
        for (shape, chance) in zip(place.shape.children, acceptance) {
          guard tree.room > 0, tree.pays(node.estimate) else { break }
          let estimate = place.estimate * chance
          let child = tree.drawChild(of: &node, draws: &draws, estimate: estimate)
          level.append(Place(node: child, shape: shape, estimate: estimate))
        }
      }
    }
    return tree.sealed()
  }

  private struct Place {
    var node: NodeIndex
    var shape: SequoiaProgramme.Shape
    /// Product of the chances down to the node.
    var estimate: Double
  }

  /// The tree to fill.
  private func shape(_ request: GrowthRequest, acceptance: [Double]) -> SequoiaProgramme.Shape {
    let programme = SequoiaProgramme(
      acceptance: acceptance, nodeCount: max(0, request.budget) + 1, depth: depth + 1)
    let costs = request.passCosts
    let draftCost = request.draftPassCost ?? draftCost
    var best = (nodes: 1, depth: 1, value: costs.isEmpty ? 0 : 1.0)
    for nodes in 1...programme.nodeCount {
      for levels in 1...programme.depth {
        guard var value = programme.value(nodes: nodes, depth: levels) else { continue }
        if let last = costs.last {
          let pass = nodes <= costs.count ? costs[nodes - 1] : last
          value /= pass + Double(levels - 1) * draftCost
        } else if nodes > best.nodes {
          best.value = 0
        }
        if value > best.value { best = (nodes, levels, value) }
      }
    }
    return programme.shape(nodes: best.nodes, depth: best.depth)
      ?? SequoiaProgramme.Shape(children: [])
  }
}
