import Tokens

/// One decision of a verifier, with the numbers it used.
public struct JudgeStep: Hashable, Sendable {
  /// What was done at the node, and with which draw.
  public enum Action: Hashable, Sendable {
    /// Greedy: the most probable token at `at`, and the child that carries it, if any.
    case argmax(at: NodeIndex, token: TokenID, child: NodeIndex?)
    /// Sample-match: `token` drawn from the target law at `at` with position-keyed Gumbel noise.
    /// `uniform` is the winner's own uniform, keyed by (seed, position, target, token);
    /// `score` is log p + Gumbel, the largest over the vocabulary.
    case sample(
      at: NodeIndex, token: TokenID, probability: Double, uniform: Double, score: Double,
      child: NodeIndex?)
  }

  public var action: Action
  /// Nodes whose verdict this step decided.
  public var decided: [NodeVerdict]

  public init(action: Action, decided: [NodeVerdict]) {
    self.action = action
    self.decided = decided
  }
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
