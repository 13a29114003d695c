import DraftTrees
import Timeline
import Tokens

/// Chooses the drafter by a draw from what is believed of each: posterior sampling, by cost.
///
/// Tokens a round of drafter i are taken as normal with unknown mean: after n_i rounds of its own,
/// with one imagined round of one token more, the mean is m_i with standard error s_i / √(n_i + 1).
/// One value is drawn for each drafter and divided by the mean time of its rounds; the largest
/// drafts. Draws are keyed by the round and the drafter, so that the same rounds always draw the
/// same; normal as the sum of twelve uniforms less six. Source: Thompson sampling, drafters.md
/// section 13.5; the division by cost and the prior are ours.
///
/// Numbers of a candidate: "draw" (of tokens), "mean" (of tokens), "count", "cost" (of a round),
/// "mean gain" and "acceptance".
public struct ThompsonController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "thompson",
    summary: "Plays the drafter with the best draw from what is believed of it, by its cost.",
    source: "Thompson sampling; by cost: ours",
    parameters: [
      MethodParameter(
        name: "seed", summary: "Of its draws.", range: 0...1_000_000, standard: 1)
    ], choosesDrafter: true)

  /// Spread of tokens a round before any were seen.
  private static let priorVariance = 1.0
  private static let uniformsPerDraw = 12

  private let arms: ArmList
  private let randomness: KeyedRandomness
  private var time: RoundTime
  private var records: [ArmRecord]
  private var squares: [Double]
  private var roundCount = 0

  public init(_ context: ControllerContext) {
    arms = ArmList(context.arms, includesDear: true)
    randomness = KeyedRandomness(seed: UInt64(context.parameters.count("seed")))
    time = RoundTime(context)
    records = [ArmRecord](repeating: ArmRecord(), count: arms.arms.count)
    squares = [Double](repeating: 0, count: arms.arms.count)
  }

  /// Of tokens a round, with the imagined round.
  private func mean(of arm: Int) -> Double {
    (records[arm].tokens + 1) / Double(records[arm].seenCount + 1)
  }

  private func standardError(of arm: Int) -> Double {
    let count = Double(records[arm].seenCount)
    let mean = mean(of: arm)
    let spread = max(0, squares[arm] + 1 - (count + 1) * mean * mean)
    let variance = (spread + Self.priorVariance) / (count + 1)
    return (variance / (count + 1)).squareRoot()
  }

  /// Plain passes a round; a plain round's before any was seen.
  private func time(of arm: Int) -> Double {
    records[arm].isSeen ? records[arm].steps / Double(records[arm].seenCount) : 1
  }

  /// Of tokens a round.
  private func draw(_ arm: Int) -> Double {
    guard arm > 0 else { return 1 }
    let sum = (0..<Self.uniformsPerDraw).reduce(-6.0) {
      $0
        + randomness.uniform(
          position: roundCount, purpose: .control, index: arm * Self.uniformsPerDraw + $1)
    }
    return mean(of: arm) + standardError(of: arm) * sum
  }

  public var passTimes: PassTimes? { time.passes }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let draws = arms.arms.indices.map(draw)
    let values = arms.arms.indices.map { draws[$0] / time(of: $0) }
    let arm = values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
    var choice = arms.choice(
      of: arm, by: Self.descriptor.name, settings, cost: time.cost,
      rate: records.map(\.rate).max() ?? 1)
    choice.reason =
      arm == 0
      ? "no drafter drew more tokens than a plain round has in its time"
      : """
      \(arms.arms[arm].drafter) drew \(DecimalText.text(draws[arm])) tokens (believed: \
      \(DecimalText.text(mean(of: arm))), give or take \(DecimalText.text(standardError(of: arm)))) for \
      \(DecimalText.text(time(of: arm))) plain rounds
      """
    choice.measure = "tokens drawn for the time of a plain round"
    choice.candidates = arms.arms.indices.map { other in
      var numbers = [
        "draw": draws[other], "mean": mean(of: other),
        "count": Double(records[other].seenCount), "cost": time(of: other),
        "mean gain": records[other].meanGain,
      ]
      numbers["acceptance"] = records[other].acceptance
      return Candidate(
        label: arms.arms[other].drafter, drafter: arms.arms[other].drafter,
        growth: arms.arms[other].growth, value: values[other], isChosen: other == arm,
        numbers: numbers)
    }
    return choice
  }

  public mutating func observe(_ round: Round) {
    time.observe(round)
    roundCount += 1
    guard let arm = arms.index(of: round) else { return }
    let gain = time.gain(of: round)
    records[arm].take(gain, decay: 1)
    squares[arm] += gain.tokens * gain.tokens
  }
}
