import DraftTrees
import Tokens

/// One draft and its verification, with every number that was used. Filled phase by phase; a
/// displayed round may still be in flight (`lastPhase` before `learn`).
///
/// Everything a person sees of a round is read from here, and a drafter learns from nothing else.
public struct Round: Hashable, Sendable {
  /// Number in its branch's line of rounds, from 0 at the start of the run.
  public var index: Int
  /// The branch it belongs to; 0 is the first.
  public var branch: Int
  /// Set on the first round of a branch that was forked.
  public var forkedFrom: ForkPoint?
  /// Position of the anchor: the number of committed tokens (prompt included) minus one.
  public var position: Int
  /// The last phase that is complete; nil before `choose` is.
  public var lastPhase: Phase?

  /// choose: what this round runs with, and why.
  public var settings: RoundSettings
  public var choice: Choice
  /// draft: node 0 is the anchor.
  public var tree: DraftTree
  /// draft: what other drafters proposed for the same place, to be counted and not verified.
  public var shadows: [ShadowProposal]
  /// score: one a node, in node order; empty before.
  public var scores: [NodeScore]
  /// judge.
  public var judgement: Judgement?
  /// judge: every verifier that may be used with this tree, looked at beside the one that decided;
  /// empty where nobody asked for it.
  public var outlooks: [VerifierOutlook]
  /// judge: how far a verifier that changes the output changed it; nil for lossless ones, and where
  /// it cannot be computed.
  public var bias: BiasReading?
  /// judge: how far draft and target agree along the first path drawn, from the root down; empty
  /// where nothing was drawn from a law, or where nobody learns from it.
  public var overlaps: [NodeOverlap]
  /// judge: what the target's layers would have said; nil where nobody asked for it.
  public var exits: ExitSurvey?
  /// commit: tokens emitted by this round, in order.
  public var committed: [CommittedToken]
  /// Why the run ended with this round, if it did.
  public var finish: FinishReason?
  /// learn: what the drafter says of its state after this round, a line a fact.
  public var learned: [String]

  public var timings: PhaseTimings
  /// The bytes of every token named in this round, so that it can be shown without a model.
  public var pieces: [TokenID: TokenPiece]

  public init(
    index: Int, branch: Int = 0, forkedFrom: ForkPoint? = nil, position: Int,
    settings: RoundSettings, choice: Choice, tree: DraftTree
  ) {
    self.index = index
    self.branch = branch
    self.forkedFrom = forkedFrom
    self.position = position
    self.settings = settings
    self.choice = choice
    self.tree = tree
    lastPhase = nil
    shadows = []
    scores = []
    judgement = nil
    outlooks = []
    bias = nil
    overlaps = []
    exits = nil
    committed = []
    finish = nil
    learned = []
    timings = PhaseTimings()
    pieces = [:]
  }

  /// Tokens emitted for the one target pass.
  public var emittedCount: Int { committed.count }
}

/// Where a branch left another: before round `round` of branch `branch`.
public struct ForkPoint: Hashable, Sendable, Codable {
  public var branch: Int
  public var round: Int

  public init(branch: Int, round: Int) {
    self.branch = branch
    self.round = round
  }
}

/// What one round runs with.
public struct RoundSettings: Hashable, Sendable, Codable {
  /// Registry names, with parameters where there are any: "goose", "lookahead:window=4". In a round
  /// that is made, what it really ran with, whoever chose it.
  public var drafter: String
  public var verifier: String
  public var growth: String
  /// The most nodes a tree may have besides the anchor; nil lets the controller choose by the
  /// measured cost.
  public var budget: Int?
  public var sampling: SamplingSettings
  /// Registry name of the controller, with parameters where there are any; nil for the one that
  /// goes with the budget.
  public var controller: String?
  /// The layer that drafting leaves the target at; nil lets the controller or the drafter choose.
  public var exitLayer: Int?
  /// Drafters that the controller may choose from; empty for all that are at hand.
  public var arms: [String]

  public init(
    drafter: String, verifier: String, growth: String, budget: Int?, sampling: SamplingSettings,
    controller: String? = nil, exitLayer: Int? = nil, arms: [String] = []
  ) {
    self.drafter = drafter
    self.verifier = verifier
    self.growth = growth
    self.budget = budget
    self.sampling = sampling
    self.controller = controller
    self.exitLayer = exitLayer
    self.arms = arms
  }

  /// The drafter without its parameters.
  public var drafterName: String { MethodParameters.name(of: drafter) }
}

/// What the target says of a node.
public struct NodeScore: Hashable, Sendable {
  /// p of the node's own token under its parent's law; nil for the root and for pruned nodes.
  public var targetProbability: Double?
  /// Product of target probabilities from the root: 1 for the root.
  public var reach: Double?
  /// The target's most probable continuations *below* this node, best first, by model probability.
  public var alternatives: [Alternative]
  /// Entropy in nats of the model's law below this node at temperature 1, untruncated.
  public var entropy: Double?

  public init(
    targetProbability: Double?, reach: Double?, alternatives: [Alternative], entropy: Double?
  ) {
    self.targetProbability = targetProbability
    self.reach = reach
    self.alternatives = alternatives
    self.entropy = entropy
  }
}

/// One continuation the target considered.
public struct Alternative: Hashable, Sendable {
  public var token: TokenID
  /// p, after temperature, top-k, top-p and min-p: the law really used.
  public var targetProbability: Double
  /// The model's own probability: temperature 1, nothing cut. For display beside p, which is
  /// one-hot at temperature 0.
  public var modelProbability: Double

  public init(token: TokenID, targetProbability: Double, modelProbability: Double) {
    self.token = token
    self.targetProbability = targetProbability
    self.modelProbability = modelProbability
  }
}

/// A token of the text, and how it came to be there.
public struct CommittedToken: Hashable, Sendable {
  public var token: TokenID
  /// accepted, corrected or bonus.
  public var origin: Verdict
  /// The node it was drafted as; nil for the extra token.
  public var node: NodeIndex?

  public init(token: TokenID, origin: Verdict, node: NodeIndex?) {
    self.token = token
    self.origin = origin
    self.node = node
  }
}

/// Why a run ended.
public enum FinishReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// The model emitted an end token.
  case endToken
  /// The run's token limit was reached.
  case tokenLimit
  /// The model's context is full.
  case contextFull
  /// A person stopped it.
  case stopped
}

/// Wall time of each phase, in microseconds.
public struct PhaseTimings: Hashable, Sendable {
  /// By number of the phase.
  private var times = SIMD8<Double>(repeating: 0)
  /// Whether somebody took the time.
  private var isTaken = SIMD8<UInt8>(repeating: 0)

  public init(_ microseconds: [Phase: Double] = [:]) {
    for (phase, time) in microseconds { self[phase] = time }
  }

  /// Of the phases that were timed.
  public var microseconds: [Phase: Double] {
    var microseconds: [Phase: Double] = [:]
    for phase in Phase.allCases where isTaken[phase.number] > 0 {
      microseconds[phase] = times[phase.number]
    }
    return microseconds
  }

  public var total: Double { Phase.allCases.reduce(0) { $0 + self[$1] } }
  public subscript(phase: Phase) -> Double {
    get { times[phase.number] }
    set { (times[phase.number], isTaken[phase.number]) = (newValue, 1) }
  }
}
