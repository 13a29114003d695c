import DraftTrees
import Timeline

/// What a round takes by the measured costs, in plain passes of the target.
///
/// It depends on the round alone and not on a clock: on a busy machine it says what the clock cannot.
public struct RoundCost: Hashable, Sendable {
  /// The pass over the anchor and the drafted nodes: c(n).
  public var score: Double
  /// Passes of a model that drafts, 0 for look-ups in tables, less what they save the pass that
  /// scores; nil where nobody measured them.
  public var draft: Double?

  public init(score: Double, draft: Double?) {
    self.score = score
    self.draft = draft
  }

  public static let zero = RoundCost(score: 0, draft: 0)

  public var total: Double? { draft.map { score + $0 } }

  public static func += (sum: inout RoundCost, cost: RoundCost) {
    sum.score += cost.score
    sum.draft = sum.draft.flatMap { drafted in cost.draft.map { drafted + $0 } }
  }
}

/// The layers of a target, in the unit of one layer's row, for drafters that run some of them.
public struct LayerCosts: Hashable, Sendable {
  public var layerCount: Int
  /// One row of the head over all tokens, and over those that drafting reads.
  public var head: Double
  public var draftHead: Double

  public init(layerCount: Int, head: Double, draftHead: Double) {
    self.layerCount = layerCount
    self.head = head
    self.draftHead = draftHead
  }
}

extension CostModel {
  /// Drafting a level of a tree is a pass over the nodes above it. A chain drafted behind a layer of the
  /// target saves the pass that scores it what was run already.
  /// - Parameters:
  ///   - isCheap: whether the drafter runs no layers of any model.
  ///   - layers: nil where the target cannot be left behind a layer.
  public func cost(of round: Round, isCheap: Bool, layers: LayerCosts?) -> RoundCost {
    let (tree, drafter) = (round.tree, round.settings.drafterName)
    let rows = tree.isPruned.count { !$0 }
    let score = relativeCost(rows: rows)
    if let layers, let exit = round.choice.exitLayer, drafter == DelController.descriptor.drafter,
      tree.depths.max() == rows - 1
    {
      let total = ExitObjective.measured(
        layerCount: layers.layerCount, headCost: layers.head, draftHeadCost: layers.draftHead,
        cost: self
      ).cost(layer: exit, length: rows - 1)
      return RoundCost(score: score, draft: total - score)
    }
    let parents = Set(tree.parents.compactMap(\.self))
    let levels = Dictionary(grouping: parents) { tree.depths[$0.rawValue] }.values
    let isKnown = isCheap || levels.isEmpty || draftCost(rows: 1, drafter: drafter) > 0
    return RoundCost(
      score: score,
      draft: isKnown ? levels.reduce(0) { $0 + draftCost(rows: $1.count, drafter: drafter) } : nil)
  }
}
