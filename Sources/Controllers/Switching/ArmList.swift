import DraftTrees
import Timeline

/// The drafters a controller chooses from: a plain round first, then those at hand.
struct ArmList: Sendable {
  static let plain = DrafterArm(drafter: "none", growth: GrowthRegistry.native, isCheap: true)
  /// The most nodes where the settings give no budget.
  private static let largestBudget = 12

  let arms: [DrafterArm]

  /// - Parameter includesDear: also those that run layers of a model to propose.
  init(_ arms: [DrafterArm], includesDear: Bool) {
    self.arms =
      [Self.plain]
      + arms.filter { $0.drafter != Self.plain.drafter && (includesDear || $0.isCheap) }
  }

  /// The arm that a round was drafted with.
  func index(of round: Round) -> Int? {
    index(round.settings.drafter, round.settings.growth)
  }

  func index(of shadow: ShadowProposal) -> Int? { index(shadow.drafter, shadow.growth) }

  private func index(_ drafter: String, _ growth: String) -> Int? {
    arms.firstIndex { $0.drafter == drafter && $0.growth == growth }
  }

  /// A choice of an arm with the budget of the settings, or with as many nodes as can pay; in both
  /// cases nodes that are not likely enough to pay for their rows are left out.
  /// - Parameter rate: tokens that are won for the time of a plain pass.
  func choice(
    of arm: Int, by controller: String, _ settings: RoundSettings, cost: CostModel, rate: Double
  ) -> Choice {
    let rate = max(1, rate)
    let draft = cost.draftCost(rows: 1, drafter: arms[arm].drafter)
    let budget =
      settings.budget
      ?? cost.payingBudget(rate: rate, draft: draft, limit: Self.largestBudget) ?? 0
    return Choice(
      controller: controller, budget: max(0, budget),
      reachBar: rate * (cost.slope(rows: max(2, budget + 1)) + draft),
      reason: "", drafter: arms[arm].drafter, growth: arms[arm].growth)
  }

  /// The largest gain there can be with a budget: every node kept.
  static func largestGain(budget: Int?, cost: CostModel) -> Double {
    (0...max(0, budget ?? largestBudget)).map {
      Double(1 + $0) / cost.relativeCost(rows: 1 + $0)
    }.max() ?? 1
  }
}
