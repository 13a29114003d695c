import Tokens

/// A heap of places: the one with the largest estimated reach is filled next, whatever token will
/// be drawn there; it opens a place beside it and one below it.
///
/// q stands for the chance of acceptance. One draft pass a node. Source: Xiong et al. 2024, DySpec,
/// algorithm 1; verification-and-trees.md section 5.6.
public struct DySpecGrowth: GrowthPolicy {
  public static let descriptor = GrowthDescriptor(
    name: "dyspec", summary: "Always fills the place most likely to be reached.",
    source: "Xiong et al. 2024, DySpec", law: .withoutReplacement)

  /// A place for a node, with its estimate.
  private struct Slot {
    enum Place {
      /// The next child of a node that has some.
      case beside(OpenNode)
      /// The first child of a node.
      case below(NodeIndex)
    }

    var place: Place
    var estimate: Double
  }

  public init(_ shape: GrowthShape) {}

  public func grow(
    _ request: GrowthRequest, laws: inout some DraftLaws, draws: inout some Draws
  ) throws -> DraftTree {
    var tree = GrowingTree(request, law: .withoutReplacement)
    var slots = [Slot(place: .below(.root), estimate: 1)]
    while tree.room > 0, let best = Self.best(slots), tree.pays(slots[best].estimate) {
      var node: OpenNode
      switch slots.remove(at: best).place {
      case .beside(let open): node = open
      case .below(let parent): node = try tree.open([parent], laws: &laws)[0]
      }
      let estimate = node.estimate
      guard tree.pays(estimate) else { continue }
      let child = tree.drawChild(of: &node, draws: &draws, estimate: estimate)
      slots.append(Slot(place: .beside(node), estimate: node.estimate))
      if tree.mayGrow(below: child) {
        slots.append(Slot(place: .below(child), estimate: tree.reaches[child.rawValue]))
      }
    }
    return tree.sealed()
  }

  /// The place with the largest estimate, the earliest among equals.
  private static func best(_ slots: [Slot]) -> Int? {
    slots.indices.min { (-slots[$0].estimate, $0) < (-slots[$1].estimate, $1) }
  }
}
