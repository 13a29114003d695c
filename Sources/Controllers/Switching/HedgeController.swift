import DraftTrees
import Timeline
import Tokens

/// Chooses the drafter by what every drafter would have brought: Hedge with full information.
///
/// All cheap drafters propose in the shadow; once the text is there, each is scored by what it would
/// have brought for its time (`ArmGain`). The weight of drafter i is
/// exp(η D g_i) normalised, with g_i its decayed mean gain and D the decayed number of rounds: with
/// every drafter watched in every round this is w_i <- w_i^decay exp(η g_i). A drafter that was not
/// watched keeps its mean. The largest weight drafts, if it won more than plain rounds over its
/// rounds together; else nobody does. Watching is thinned to a share of the time
/// (`ShadowSchedule`), and behind a token the target was not sure of fewer nodes pay
/// (`AnchorCertainty`). Sums of gains and regret count the rounds in which all cheap drafters were
/// watched: regret is that of Hedge, round by round of this run. A drafter that is right several
/// tokens on is counted again in rounds that it would have skipped, so that both flatter it where
/// short rounds were played. Source: Not-a-Bandit (HedgeSpec), ICLR 2026; drafters.md sections 13.4 and 13.6.
///
/// Numbers of a candidate: "weight", "mean gain", "acceptance" (tokens a round that drafted),
/// "cumulative gain" and "regret" (that of always having chosen it, over what was chosen), and
/// "interval" (rounds from one proposal to the next).
public struct HedgeController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "hedge",
    summary: "Every cheap drafter proposes in the shadow; the one that would have won most drafts.",
    source: "Not-a-Bandit (HedgeSpec), ICLR 2026; watching thinned by cost: ours",
    parameters: [
      MethodParameter(
        name: "eta", summary: "Learning rate; 0 takes √(8 log N / 20) for N drafters.",
        range: 0...100, standard: 0, isWhole: false),
      MethodParameter(
        name: "decay", summary: "Weight of a round after one more.", range: 0...1, standard: 0.95,
        isWhole: false),
      MethodParameter(
        name: "overhead", summary: "Time for watching, in plain passes a round.", range: 0...10,
        standard: 0.02, isWhole: false),
      MethodParameter(
        name: "entropy",
        summary: "Log odds a node loses for each nat the target was less sure before it.",
        range: 0...10, standard: 0.4, isWhole: false),
      MethodParameter(
        name: "dear", summary: "1 also plays drafters too dear to be watched, now and then.",
        range: 0...1, standard: 0),
    ], choosesDrafter: true)

  /// Rounds after which a drafter that cannot be watched is played again.
  static let playInterval = 64

  private let arms: ArmList
  /// Arms that can propose in the shadow.
  private let watched: [Int]
  private let eta: Double
  private let decay: Double
  private var time: RoundTime
  private var certainty: AnchorCertainty
  private var schedule: ShadowSchedule
  private var records: [ArmRecord]
  /// D.
  private var settledRounds = 0.0
  private var waiting: [WatchedRound] = []
  /// By arm, over rounds in which all were watched.
  private var cumulative: [Double]
  private var cumulativePlayed = 0.0
  private var completeCount = 0
  /// Rounds since a dear arm was played.
  private var unplayed: [Int]

  public init(_ context: ControllerContext) {
    let parameters = context.parameters
    arms = ArmList(context.arms, includesDear: parameters.count("dear") == 1)
    let count = arms.arms.count
    watched = [Int](1..<count).filter { [arms] in arms.arms[$0].isCheap }
    eta =
      parameters["eta"] > 0
      ? parameters["eta"] : (8 * naturalLogarithm(Double(max(2, count))) / 20).squareRoot()
    decay = parameters["decay"]
    time = RoundTime(context)
    certainty = AnchorCertainty(logOddsPerNat: parameters["entropy"])
    schedule = ShadowSchedule(
      armCount: count, watchedCount: watched.count, allowance: parameters["overhead"])
    records = [ArmRecord](repeating: ArmRecord(), count: count)
    cumulative = [Double](repeating: 0, count: count)
    unplayed = [Int](repeating: Self.playInterval, count: count)
  }

  /// Proposals that wait for their text.
  var waitingCount: Int { waiting.reduce(0) { $0 + $1.shadows.count } }

  /// By arm, summing to 1.
  var weights: [Double] {
    let exponents = records.map { eta * settledRounds * $0.meanGain }
    let largest = exponents.max() ?? 0
    let masses = exponents.map { exponential($0 - largest) }
    let total = masses.reduce(0, +)
    return masses.map { $0 / total }
  }

  public func canPlay(_ arm: DrafterArm) -> Bool { arms.arms.contains(arm) }

  public var passTimes: PassTimes? { time.passes }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let (arm, ground) = decision
    var choice = arms.choice(
      of: arm, by: Self.descriptor.name, settings, cost: time.cost,
      rate: records.map(\.rate).max() ?? 1)
    choice.reachBar = certainty.bar(for: choice.reachBar)
    guard describes else { return choice }
    choice.reason =
      reason(arm, ground) + watching(beside: arm) + (certainty.words.map { "; \($0)" } ?? "")
    choice.candidates = candidates(chosen: arm)
    choice.measure = "weight"
    return choice
  }

  /// Why an arm drafts.
  private enum Ground {
    case isRarelyPlayed
    case nothingDecided
    /// The best of those that draft would win no more than plain rounds.
    case nothingPays(best: Int)
    case isHeaviest
  }

  private var decision: (arm: Int, ground: Ground) {
    let plain = 0
    if completeCount > 0, let dear = rarelyPlayed { return (dear, .isRarelyPlayed) }
    // Weights grow with the mean gain. The first of equals: plain rounds before anything is known.
    var (heaviest, best) = (plain, Int?.none)
    for arm in records.indices {
      if records[arm].meanGain > records[heaviest].meanGain { heaviest = arm }
      guard arm != plain, records[arm].isSeen else { continue }
      if best.map({ records[arm].rate > records[$0].rate }) ?? true { best = arm }
    }
    guard let best else { return (plain, .nothingDecided) }
    guard heaviest != plain, records[heaviest].rate > 1 else {
      return (plain, .nothingPays(best: best))
    }
    return (heaviest, .isHeaviest)
  }

  private var rarelyPlayed: Int? {
    records.indices.first { !arms.arms[$0].isCheap && unplayed[$0] >= Self.playInterval }
  }

  private func reason(_ arm: Int, _ ground: Ground) -> String {
    let name = arms.arms[arm].drafter
    switch ground {
    case .isRarelyPlayed: return "\(name) cannot be watched, so it is played now and then"
    case .nothingDecided: return "plain until the first proposals are decided"
    case .nothingPays(let best):
      return """
        nothing pays: \(arms.arms[best].drafter), the best, would win \
        \(DecimalText.text(records[best].rate)) tokens for the time of a plain round
        """
    case .isHeaviest:
      return """
        \(name) wins \(DecimalText.text(records[arm].meanGain)) tokens for the time of a plain round, \
        and has the largest weight, \(DecimalText.text(weights[arm]))
        """
    }
  }

  /// Says when watching is thinned.
  private func watching(beside played: Int) -> String {
    let rarest = watched.filter { $0 != played }.max {
      interval(of: $0) < interval(of: $1)
    }
    guard let rarest, interval(of: rarest) > 1,
      let microseconds = schedule.microseconds(of: rarest)
    else { return "" }
    let passes = time.passes(microseconds)
    return """
      ; \(arms.arms[rarest].drafter) is watched every \(interval(of: rarest)) rounds only, as a \
      proposal takes \(DecimalText.text(passes)) plain passes
      """
  }

  private func candidates(chosen: Int) -> [Candidate] {
    let weights = weights
    return arms.arms.indices.map { arm in
      var numbers = ["weight": weights[arm], "mean gain": records[arm].meanGain]
      numbers["acceptance"] = records[arm].acceptance
      if arms.arms[arm].isCheap {
        numbers["cumulative gain"] = cumulative[arm]
        numbers["regret"] = cumulative[arm] - cumulativePlayed
        numbers["interval"] = Double(interval(of: arm))
      }
      return Candidate(
        label: arms.arms[arm].drafter, drafter: arms.arms[arm].drafter,
        growth: arms.arms[arm].growth, value: weights[arm], isChosen: arm == chosen,
        numbers: numbers)
    }
  }

  private func interval(of arm: Int) -> Int { schedule.interval(of: arm, time: time) }

  public func shadows(beside choice: Choice) -> [DrafterArm] {
    var shadows: [DrafterArm] = []
    for arm in watched where schedule.isDue(arm, time: time) {
      if arms.arms[arm].drafter != choice.drafter { shadows.append(arms.arms[arm]) }
    }
    return shadows
  }

  public mutating func observe(_ round: Round) {
    time.observe(round)
    certainty.observe(round)
    schedule.observe(round, arms: arms)
    let played = arms.index(of: round)
    for arm in unplayed.indices { unplayed[arm] = arm == played ? 0 : unplayed[arm] + 1 }
    for index in waiting.indices { waiting[index].append(round.committed) }
    let gain = time.gain(of: round)
    if round.shadows.isEmpty, waiting.isEmpty {
      settle(played: played, gain)
      return
    }
    waiting.append(WatchedRound(round, played: played, gain: gain, arms: arms))
    while let first = waiting.first, first.isDecided {
      settle(played: first.played, first.playedGain, first)
      waiting.removeFirst()
    }
  }

  /// - Parameter watched: with the shadows of the round, where it had any.
  private mutating func settle(played: Int?, _ playedGain: ArmGain, _ watched: WatchedRound? = nil)
  {
    let plain = 0
    settledRounds = decay * settledRounds + 1
    records[plain].take(.plain, decay: decay)
    if let played, played != plain { records[played].take(playedGain, decay: decay) }
    guard let watched else { return }
    let gains = watched.shadows.map {
      ($0.arm, time.gain(of: $0.proposal, acceptedCount: $0.acceptedCount))
    }
    for (arm, gain) in gains { records[arm].take(gain, decay: decay) }
    let seen = played.map { self.watched.contains($0) ? 1 : 0 } ?? 0
    guard let played, gains.count + seen == self.watched.count else { return }
    for (arm, gain) in gains { cumulative[arm] += gain.gain }
    cumulative[plain] += ArmGain.plain.gain
    if played != plain { cumulative[played] += playedGain.gain }
    cumulativePlayed += played == plain ? ArmGain.plain.gain : playedGain.gain
    completeCount += 1
  }
}
