import DraftTrees

/// The numbers of some rounds, each rate with its numerator and denominator.
///
/// Grows round by round; a round may be added in part, up to an event. What counts when:
/// a drafted node with its event, a pass with the first score, a verdict with its judge step, a
/// token when committed, a phase's time with the phase's last event. Histogram and percentiles
/// hold whole rounds only.
public struct Statistics: Hashable, Sendable {
  /// c(n) of the run, for the speed of plain decoding.
  public let cost: CostTable?

  /// Whole rounds.
  public private(set) var rounds = 0
  /// Target passes.
  public private(set) var passes = 0
  /// Tokens emitted.
  public private(set) var emitted = 0
  /// Nodes pruned before scoring.
  public private(set) var pruned = 0
  /// Drafted nodes that the target scored.
  public private(set) var scored = 0
  /// All drafted nodes together.
  public private(set) var acceptance = Acceptance()
  /// By depth, from 1.
  public private(set) var byDepth: [Int: Acceptance] = [:]
  /// By the drafter's word for where the token came from.
  public private(set) var bySource: [String: Acceptance] = [:]
  /// By the drafter's registry name.
  public private(set) var byDrafter: [String: DrafterStatistics] = [:]
  /// Wall time of each phase, summed.
  public private(set) var timings = PhaseTimings()
  /// How many whole rounds emitted how many tokens.
  public private(set) var roundsByEmitted: [Int: Int] = [:]
  /// Wall time of each whole round.
  public private(set) var roundMicroseconds: [Double] = []
  /// Of whole rounds whose verifier changes the output and whose bias is known, added up.
  public private(set) var accumulatedBias = 0.0
  /// Those rounds.
  public private(set) var biasedRounds = 0
  /// What the target's layers said of the text, in whole rounds that were read.
  public private(set) var exits: ExitHindsight
  /// What every drafter that proposed would have brought, in whole rounds with shadow proposals.
  public private(set) var arms = DrafterHindsight()
  /// Whole rounds drafted by another drafter than the round before.
  public private(set) var drafterSwitches = 0
  private var lastDrafter: String?
  /// Whole rounds that drafted nothing.
  private var plainEmitted = 0
  private var plainRoundMicroseconds = 0.0
  /// Passes of whole rounds, in plain ones by c(n), and the time they took.
  private var plainPasses = 0.0
  private var passMicroseconds = 0.0
  /// Whole rounds whose passes tell more of the machine than a calibration at the start.
  private static let tellingRounds = 8

  /// - Parameter layerCount: of the target; without it no fixed exit is looked at in hindsight.
  public init(cost: CostTable?, layerCount: Int? = nil) {
    self.cost = cost
    exits = ExitHindsight(layerCount: layerCount)
  }

  /// Adds a round, or what of it is visible after its first `event` events. O(nodes).
  public mutating func add(_ round: Round, upTo event: Int? = nil) {
    let progress = RoundProgress(round, event: event ?? .max)
    let layout = EventLayout(round)
    let pass = progress.scoredCount > 0 ? 1 : 0
    var time = PhaseTimings()
    for (phase, end) in layout.phaseEnds where progress.event >= end && progress.event > 0 {
      if let last = round.lastPhase, phase <= last { time[phase] = round.timings[phase] }
    }

    passes += pass
    emitted += progress.committedCount
    for phase in Phase.allCases { timings[phase] += time[phase] }
    var drafter = byDrafter[round.settings.drafter] ?? DrafterStatistics()
    drafter.passes += pass
    drafter.emitted += progress.committedCount
    drafter.microseconds += time.total
    addNodes(of: round, progress, to: &drafter.acceptance)
    drafter.rounds += progress.hasLearned ? 1 : 0
    byDrafter[round.settings.drafter] = drafter

    guard progress.hasLearned else { return }
    rounds += 1
    exits.add(round)
    arms.add(round, cost: cost)
    if let lastDrafter, lastDrafter != round.settings.drafter { drafterSwitches += 1 }
    lastDrafter = round.settings.drafter
    roundsByEmitted[round.committed.count, default: 0] += 1
    roundMicroseconds.append(time.total)
    if let bias = round.bias {
      accumulatedBias += bias.totalVariation
      biasedRounds += 1
    }
    if let cost {
      plainPasses += cost.relativeCost(rows: round.tree.isPruned.count { !$0 })
      passMicroseconds += time[.score]
    }
    if round.tree.draftedCount == 0 {
      plainEmitted += round.committed.count
      plainRoundMicroseconds += time.total
    }
  }

  private mutating func addNodes(
    of round: Round, _ progress: RoundProgress, to drafter: inout Acceptance
  ) {
    var testedDepths: Set<Int> = []
    var testedSources: Set<String> = []
    for node in round.tree.nodes.dropFirst().prefix(progress.draftedCount) {
      let verdict = progress.verdicts[node]
      let isTested = verdict == .accepted || verdict == .rejected
      let (depth, source) = (round.tree.depths[node], round.tree.sources[node])
      if round.tree.isPruned[node] { pruned += 1 }
      if progress.isScored[node] { scored += 1 }
      func count(_ group: inout Acceptance, isFirstTest: Bool) {
        group.drafted += 1
        group.tested += isTested ? 1 : 0
        group.attempts += isTested && isFirstTest ? 1 : 0
        group.accepted += verdict == .accepted ? 1 : 0
      }
      let isFirstOfRound = testedDepths.isEmpty
      count(&acceptance, isFirstTest: isFirstOfRound)
      count(&drafter, isFirstTest: isFirstOfRound)
      count(&byDepth[depth, default: Acceptance()], isFirstTest: !testedDepths.contains(depth))
      count(&bySource[source, default: Acceptance()], isFirstTest: !testedSources.contains(source))
      if isTested {
        testedDepths.insert(depth)
        testedSources.insert(source)
      }
    }
  }

  /// Tokens emitted for each target pass.
  public var tokensPerPass: Ratio { Ratio(emitted, per: passes) }
  /// Tokens emitted for each second of wall time, all phases counted.
  public var tokensPerSecond: Ratio { Ratio(Double(emitted), per: timings.total / 1e6) }
  /// Total variation to the target's law in a round, where it is known.
  public var meanBias: Ratio { Ratio(accumulatedBias, per: Double(biasedRounds)) }
  /// Drafted nodes that were not accepted.
  public var wasted: Int { acceptance.drafted - acceptance.accepted }
  /// Drafted nodes in a tree.
  public var meanTreeSize: Ratio { Ratio(acceptance.drafted, per: passes) }
  /// Accepted nodes for each target pass.
  public var meanAcceptedLength: Ratio { Ratio(acceptance.accepted, per: passes) }
  /// Of all wall time, that of a phase.
  public func share(of phase: Phase) -> Ratio { Ratio(timings[phase], per: timings.total) }
  /// Of all wall time, what is neither drafting, scoring nor judging.
  public var otherShare: Ratio {
    Ratio(timings[.choose] + timings[.commit] + timings[.learn], per: timings.total)
  }
  /// Wall time of whole rounds, in microseconds.
  public var roundTimePercentiles: Percentiles? { Percentiles(roundMicroseconds) }

  /// What plain decoding would reach, and how that is known.
  public var plain: PlainSpeed? {
    if rounds >= Self.tellingRounds, plainPasses > 0, passMicroseconds > 0 {
      return PlainSpeed(
        tokensPerSecond: Ratio(plainPasses, per: passMicroseconds / 1e6), source: .passes)
    }
    if let cost, cost.plainMicroseconds > 0 {
      return PlainSpeed(
        tokensPerSecond: Ratio(1, per: cost.plainMicroseconds / 1e6), source: .measuredCost)
    }
    guard plainEmitted > 0, plainRoundMicroseconds > 0 else { return nil }
    return PlainSpeed(
      tokensPerSecond: Ratio(Double(plainEmitted), per: plainRoundMicroseconds / 1e6),
      source: .plainRounds)
  }

  /// Tokens per second here, of those of plain decoding.
  public var speedup: Ratio? {
    guard let speed = tokensPerSecond.value, let plain = plain?.tokensPerSecond.value else {
      return nil
    }
    return Ratio(speed, per: plain)
  }
}

/// The speed of plain decoding on the same machine.
public struct PlainSpeed: Hashable, Sendable {
  public enum Source: String, Hashable, Sendable {
    /// The passes of this run, each as many plain ones as c(n) says: the machine as it was then.
    case passes
    /// A pass over one row, measured before the run: c(1).
    case measuredCost
    /// The rounds of this run that drafted nothing.
    case plainRounds
  }

  public var tokensPerSecond: Ratio
  public var source: Source

  public init(tokensPerSecond: Ratio, source: Source) {
    self.tokensPerSecond = tokensPerSecond
    self.source = source
  }
}
