import Controllers
import DraftTrees
import TestSupport
import Timeline
import Tokens

/// c(1), c(2), c(3), c(4), c(8), c(16) = 1, 1.3, 1.4, 1.5, 2.1, 3.3, a plain pass of 1000
/// microseconds.
let measuredCost = CostModel(
  CostTable(rowCounts: [1, 2, 4, 8, 16], microseconds: [1000, 1300, 1500, 2100, 3300]))

extension Round {
  /// A round whose chain of `drafted` tokens was kept so far, and one token more.
  static func drafted(
    _ drafted: Int, kept: Int, index: Int = 0, settings: RoundSettings = .testing(),
    draftMicroseconds: Double = 0
  ) -> Round {
    let chain = DraftTree.chain(0, (0..<drafted).map { TokenID($0 % 7 + 1) })
    return .verified(
      chain, kept: kept, index: index, settings: settings, draftMicroseconds: draftMicroseconds)
  }

  /// A round whose tree was kept along its first path, and one token more: 9, which is not drafted.
  static func verified(
    _ tree: DraftTree, kept: Int, index: Int = 0, settings: RoundSettings = .testing(),
    draftMicroseconds: Double = 0
  ) -> Round {
    let accepted = (0..<kept).map { NodeIndex($0 + 1) }
    let tokens = accepted.map { tree.tokens[$0.rawValue] } + [9]
    var round = Round.testing(tree: tree, committed: tokens, index: index, settings: settings)
    round.judgement = Judgement(
      steps: [], accepted: accepted, extra: 9,
      extraVerdict: kept < tree.draftedCount ? .corrected : .bonus)
    round.timings[.draft] = draftMicroseconds
    return round
  }
}

/// A controller by its name and parameters.
func controller(
  _ text: String, arms: [DrafterArm] = [], cost: CostModel = measuredCost
) throws -> any Controller {
  try ControllerRegistry.make(text, ControllerContext(cost: cost, arms: arms))
}
