import DraftTrees
import Timeline
import Tokens

/// Predicts from recent history how far a draft will be kept, and drafts the length that wins most
/// tokens for its time.
///
/// A sparse logistic regression gives the chance a_k that the k-th drafted token is kept when those
/// before it were; the length is the k with the largest
/// (1 + Σ_{j<=k} a_1 ... a_j) / (c(1 + k) + k d), with d what drafting a token costs. Where 0 wins,
/// one token is drafted every 32nd round all the same, so that better times are noticed. Two-bit
/// counters, which know the place alone, are counted beside it. For chains: with a tree the length
/// is its budget. Source: drafters.md sections 1.3, 13.1 (D-cut) and 14.1.
public struct SparseHistoryController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "sparse-history",
    summary: "Predicts from a few facts of the last rounds how far a draft will be kept.",
    source: "after Sparse Branch Correlations; drafters.md 14.1",
    parameters: [
      MethodParameter(
        name: "rate", summary: "Step of each example.", range: 0.001...1, standard: 0.1,
        isWhole: false),
      MethodParameter(
        name: "penalty", summary: "L1 penalty: larger leaves fewer weights.", range: 0...1,
        standard: 0.02, isWhole: false),
      MethodParameter(name: "cap", summary: "The longest draft.", range: 1...64, standard: 12),
    ])

  /// Rounds in a row without a draft before one is tried.
  static let longestRest = 31
  private static let shownWeights = 4

  private let cost: CostModel
  private let cap: Int
  private(set) var regression: SparseRegression
  private var counters = TwoBitCounters()
  private var history = AcceptanceHistory()
  private var rest = 0
  /// Places judged, and how many of them each predictor had right.
  private var judgedCount = 0
  private var rightCount = 0
  private var counterRightCount = 0

  public init(_ context: ControllerContext) {
    cost = context.cost
    cap = context.parameters.count("cap")
    regression = SparseRegression(
      rate: context.parameters["rate"], penalty: context.parameters["penalty"])
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    var candidates = candidates(settings)
    let best =
      candidates.indices.max {
        (candidates[$0].value, $1) < (candidates[$1].value, $0)
      } ?? 0
    let isProbe = best == 0 && rest >= Self.longestRest && candidates.count > 1
    let length = isProbe ? 1 : best
    candidates[length].isChosen = true
    for (name, weight) in regression.surviving {
      candidates[length].numbers["weight: \(name)"] = weight
    }
    return Choice(
      controller: Self.descriptor.name, budget: length,
      reason: reason(length, value: candidates[length].value, isProbe: isProbe),
      candidates: candidates, measure: "tokens for the time of a plain pass")
  }

  /// Every length from 0 on.
  private func candidates(_ settings: RoundSettings) -> [Candidate] {
    let draft = cost.draftCost(rows: 1, drafter: settings.drafterName)
    var (reach, expected) = (1.0, 1.0)
    return (0...max(0, min(cap, settings.budget ?? cap))).map { length in
      var numbers: [String: Double] = [:]
      if length > 0 {
        let acceptance = regression.probability(history.features(place: length))
        reach *= acceptance
        expected += reach
        numbers = [
          "acceptance": acceptance, "reach": reach,
          "two-bit counter": Double(counters.state(at: length)),
        ]
      }
      let time = cost.relativeCost(rows: 1 + length) + Double(length) * draft
      numbers["expected tokens"] = expected
      numbers["cost"] = time
      return Candidate(
        label: length == 0 ? "plain" : "length \(length)", draftLength: length,
        value: expected / time, numbers: numbers)
    }
  }

  private func reason(_ length: Int, value: Double, isProbe: Bool) -> String {
    let decision =
      switch (isProbe, length) {
      case (true, _): "a plain round wins more, but one token is tried again"
      case (_, 0): "no draft is expected to win more than a plain round"
      default: "length \(length) is expected to win \(DecimalText.text(value)) tokens a plain pass"
      }
    guard judgedCount > 0 else { return decision }
    let weights = regression.surviving.prefix(Self.shownWeights).map {
      "\($0.name) \($0.weight < 0 ? "-" : "+")\(DecimalText.text(abs($0.weight)))"
    }
    return decision + "; weights: "
      + (weights.isEmpty ? "none survive" : weights.joined(separator: ", "))
      + "; right \(rightCount) of \(judgedCount) times, two-bit counters \(counterRightCount)"
  }

  /// Learns from every place that was judged: those kept, and the first that was not.
  public mutating func observe(_ round: Round) {
    if let outcome = RoundOutcome(round) {
      for place in outcome.judgedPlaces {
        learn(place <= outcome.acceptedCount, at: place)
      }
      rest = 0
    } else {
      rest += 1
    }
    history.observe(round)
  }

  private mutating func learn(_ isKept: Bool, at place: Int) {
    let features = history.features(place: place)
    judgedCount += 1
    if (regression.probability(features) >= 0.5) == isKept { rightCount += 1 }
    if counters.predictsKept(at: place) == isKept { counterRightCount += 1 }
    regression.learn(features, isKept)
    counters.learn(isKept, at: place)
  }
}
