import DraftTrees
import Timeline
import Tokens

/// Chooses the drafter by an upper confidence bound: the mean reward of its own rounds, and a bonus
/// that is the larger the fewer they are.
///
/// UCB1: mean_i + c √(2 ln t / n_i), with rewards g (`ArmGain`) over the largest gain the budget
/// allows, so that they lie in [0, 1]. Every drafter is played once first, in their order. With
/// `shipped=1` it is the rule of BanditSpec's released code: seven rounds in turn, then the bonus
/// √(6 ln t / t), which is the same for all and so explores nothing. A drafter that is not played
/// learns nothing: its bars freeze, unlike those of "hedge". Source: BanditSpec, ICML 2025;
/// drafters.md section 13.2.
///
/// Numbers of a candidate: "mean" (of rewards), "count", "bonus", "mean gain" and "acceptance".
public struct UCBController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "ucb",
    summary: "Plays the drafter with the best upper confidence bound; for dear drafters too.",
    source: "BanditSpec, ICML 2025; UCB1",
    parameters: [
      MethodParameter(
        name: "exploration", summary: "c, the weight of the bonus.", range: 0...10, standard: 1,
        isWhole: false),
      MethodParameter(
        name: "shipped", summary: "1 takes the bonus of the released code, which does not explore.",
        range: 0...1, standard: 0),
    ], choosesDrafter: true)

  /// Rounds that the released code plays in turn.
  static let shippedWarmUp = 7

  /// As it was measured: rewards are in one unit.
  private let cost: CostModel
  private let arms: ArmList
  private let exploration: Double
  private let isShipped: Bool
  private var time: RoundTime
  private var records: [ArmRecord]
  /// Of rewards in [0, 1], by arm.
  private var rewards: [Double]

  public init(_ context: ControllerContext) {
    cost = context.cost
    arms = ArmList(context.arms, includesDear: true)
    exploration = context.parameters["exploration"]
    isShipped = context.parameters.count("shipped") == 1
    time = RoundTime(context)
    records = [ArmRecord](repeating: ArmRecord(), count: arms.arms.count)
    rewards = [Double](repeating: 0, count: arms.arms.count)
  }

  /// t: rounds of all arms.
  private var roundCount: Int { records.reduce(0) { $0 + $1.seenCount } }

  private func mean(of arm: Int) -> Double {
    records[arm].isSeen ? rewards[arm] / Double(records[arm].seenCount) : 0
  }

  /// Nil for an arm that was never played: it comes first.
  private func bonus(of arm: Int) -> Double? {
    let logarithm = naturalLogarithm(Double(max(1, roundCount)))
    if isShipped { return (6 * logarithm / Double(max(1, roundCount))).squareRoot() }
    guard records[arm].isSeen else { return nil }
    return exploration * (2 * logarithm / Double(records[arm].seenCount)).squareRoot()
  }

  public var passTimes: PassTimes? { time.passes }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let (arm, reason) = decision
    var choice = arms.choice(
      of: arm, by: Self.descriptor.name, settings, cost: time.cost,
      rate: records.map(\.rate).max() ?? 1)
    choice.reason = reason
    choice.measure = "upper confidence bound"
    choice.candidates = arms.arms.indices.map { other in
      var numbers = [
        "mean": mean(of: other), "count": Double(records[other].seenCount),
        "mean gain": records[other].meanGain,
      ]
      numbers["bonus"] = bonus(of: other)
      numbers["acceptance"] = records[other].acceptance
      return Candidate(
        label: arms.arms[other].drafter, drafter: arms.arms[other].drafter,
        growth: arms.arms[other].growth, value: mean(of: other) + (bonus(of: other) ?? 0),
        isChosen: other == arm, numbers: numbers)
    }
    return choice
  }

  private var decision: (arm: Int, reason: String) {
    if isShipped, roundCount < Self.shippedWarmUp {
      let arm = roundCount % arms.arms.count
      return (
        arm,
        """
        \(arms.arms[arm].drafter): round \(roundCount + 1) of the \(Self.shippedWarmUp) that are \
        played in turn
        """
      )
    }
    if !isShipped, let new = records.firstIndex(where: { !$0.isSeen }) {
      return (new, "\(arms.arms[new].drafter) was never played")
    }
    let bounds = records.indices.map { mean(of: $0) + (bonus(of: $0) ?? 0) }
    let best = records.indices.max { (bounds[$0], $1) < (bounds[$1], $0) } ?? 0
    return (
      best,
      """
      \(arms.arms[best].drafter) has the largest bound: mean reward \(DecimalText.text(mean(of: best))) \
      and bonus \(DecimalText.text(bonus(of: best) ?? 0)) after \(records[best].seenCount) rounds\
      \(isShipped ? "; the bonus is the same for all, as in the released code" : "")
      """
    )
  }

  public mutating func observe(_ round: Round) {
    time.observe(round)
    guard let arm = arms.index(of: round) else { return }
    let gain = time.gain(of: round)
    let largest = ArmList.largestGain(budget: round.settings.budget, cost: cost)
    rewards[arm] += min(1, gain.gain / largest)
    records[arm].take(gain, decay: 1)
  }
}
