import Tokens

/// One decision of a verifier, with the numbers it used.
public struct JudgeStep: Hashable, Sendable {
  /// What is done in a step. The raw value is the word in the trace.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Greedy: the most probable token at `at`, and the child that carries it, if any.
    case argmax
    /// Sample-match: `token` drawn from the target law at `at`, and the child that carries it.
    case sample
    /// A child is kept with some probability: the coin and the verdict.
    case test
    /// What is left of the target's law (or the weight of a node) changed after a refusal.
    case update
    /// A token drawn from the target's law, from a residual or as a bonus.
    case draw
    /// One of the remaining draws taken at random.
    case pick
    /// An equation solved for the node.
    case solve
    /// A path chosen among several.
    case select
    /// The weight of a node on the path, before any coin is thrown.
    case weigh
  }

  /// What was done, where, and with which numbers.
  public struct Action: Hashable, Sendable {
    public var kind: Kind
    /// The node whose law is looked at.
    public var at: NodeIndex
    /// The child that was tested, chosen or reached.
    public var child: NodeIndex?
    public var token: TokenID?
    /// The draw that decided, in [0, 1).
    public var uniform: Double?
    /// The verdict of a test.
    public var isAccepted: Bool?
    public var numbers: JudgeNumbers

    public init(
      _ kind: Kind, at: NodeIndex, child: NodeIndex? = nil, token: TokenID? = nil,
      uniform: Double? = nil, isAccepted: Bool? = nil, numbers: JudgeNumbers = [:]
    ) {
      self.kind = kind
      self.at = at
      self.child = child
      self.token = token
      self.uniform = uniform
      self.isAccepted = isAccepted
      self.numbers = numbers
    }
  }

  public var action: Action
  /// Nodes whose verdict this step decided.
  public var decided: [NodeVerdict]

  public init(action: Action, decided: [NodeVerdict] = []) {
    self.action = action
    self.decided = decided
  }
}

extension JudgeStep.Action {
  /// Greedy: the most probable token, and the child that carries it.
  public static func argmax(at: NodeIndex, token: TokenID, child: NodeIndex?) -> Self {
    Self(.argmax, at: at, child: child, token: token)
  }

  /// Sample-match: `uniform` is the winner's own, keyed by (seed, position, target, token); `score`
  /// is log p + Gumbel, the largest over the vocabulary.
  public static func sample(
    at: NodeIndex, token: TokenID, probability: Double, uniform: Double, score: Double,
    child: NodeIndex?
  ) -> Self {
    Self(
      .sample, at: at, child: child, token: token, uniform: uniform,
      numbers: [.probability: probability, .score: score])
  }

  /// A child tested: kept when the coin's uniform is below `acceptance`.
  public static func test(
    at: NodeIndex, child: NodeIndex, token: TokenID, acceptance: Double, coin: Coin,
    numbers: JudgeNumbers = [:]
  ) -> Self {
    Self(
      .test, at: at, child: child, token: token, uniform: coin.uniform,
      isAccepted: coin.isAccepted,
      numbers: numbers.merging([.acceptance: acceptance]) { _, new in new })
  }

  /// A token drawn from what is left at `at`, and the child that carries it, if any.
  public static func draw(
    at: NodeIndex, _ draw: TokenDraw, child: NodeIndex? = nil, numbers: JudgeNumbers = [:]
  ) -> Self {
    Self(
      .draw, at: at, child: child, token: draw.token, uniform: draw.uniform,
      numbers: numbers.merging([.probability: draw.probability, .below: draw.below]) { _, new in
        new
      })
  }
}

/// Numbers that a verifier used, by name.
public typealias JudgeNumbers = [JudgeNumber: Double]

/// What a number of a verifier means. The raw value is the key in the trace.
public enum JudgeNumber: String, Hashable, Sendable, CaseIterable {
  /// The probability of the token in the law it was drawn from.
  case probability
  /// log p + Gumbel noise.
  case score
  /// What is left of p at the tested token, as it stands in this round.
  case targetProbability
  /// What is left of q at the tested token, as it stands in this round.
  case draftProbability
  /// The chance with which the coin accepts.
  case acceptance
  /// The sum of (w p - q)+: the mass that goes on after a refusal.
  case residualMass
  /// The acceptance weight of the node, w.
  case weight
  /// The weight after an update.
  case nextWeight
  /// The probability of all lower tokens in the law a token was drawn from.
  case below
  /// The number of the draw tested at this node, from 1.
  case round
  /// Draws still to be tested.
  case remaining
  /// K-SEQ: the factor that divides the ratio.
  case rho
  /// K-SEQ: the chance that one draw passes.
  case beta
  /// K-SEQ: the chance that one of all draws passes.
  case passMass
  /// K-SEQ: pass mass divided by beta.
  case gamma
  /// Greedy multi-path: place in the ranking by p / q, from 1 upwards.
  case rank
  /// Greedy multi-path: q of the selected path.
  case skewedProbability
  /// Typical acceptance: entropy of p in nats.
  case entropy
  /// Typical acceptance: what p has to exceed.
  case threshold
}

/// A node and what became of it.
public struct NodeVerdict: Hashable, Sendable {
  public var node: NodeIndex
  public var verdict: Verdict

  public init(node: NodeIndex, verdict: Verdict) {
    self.node = node
    self.verdict = verdict
  }
}

/// The outcome of verifying one tree: the steps in order, the accepted path and one extra token.
public struct Judgement: Hashable, Sendable {
  public var steps: [JudgeStep]
  /// From the first node below the root downwards.
  public var accepted: [NodeIndex]
  /// The token emitted after the accepted path; nil when an end token inside the draft ended the
  /// run.
  public var extra: TokenID?
  /// `corrected` after a refusal at the last node reached, `bonus` at a leaf.
  public var extraVerdict: Verdict

  public init(
    steps: [JudgeStep], accepted: [NodeIndex], extra: TokenID?, extraVerdict: Verdict
  ) {
    self.steps = steps
    self.accepted = accepted
    self.extra = extra
    self.extraVerdict = extraVerdict
  }

  /// The verdict of each node of `tree` after the first `stepCount` steps; the rest is pending.
  /// Once all steps are taken, what was never decided is unreached.
  public func verdicts(in tree: DraftTree, after stepCount: Int) -> [Verdict] {
    let isComplete = stepCount >= steps.count
    var verdicts = [Verdict](repeating: isComplete ? .unreached : .pending, count: tree.count)
    verdicts[0] = .accepted
    for step in steps.prefix(stepCount) {
      for decision in step.decided { verdicts[decision.node.rawValue] = decision.verdict }
    }
    return verdicts
  }
}
