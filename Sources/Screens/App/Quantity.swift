/// A number that the screen shows and a person can open.
enum Quantity: String, Hashable, Sendable, CaseIterable {
  case draftProbability, growthEstimate, targetProbability, modelProbability, ratio, reach
  case entropy
  case uniform, gumbelScore
  case decidingUniform, acceptChance, drawProbability, remainingTarget, remainingDraft
  case residualMass, weight, drawnBelow, drawNumber, divisionFactor, passChance, residualFactor
  case rank, skewedProbability, typicalThreshold, expectedAccepted, bias
  case budget, reachBar, position, depth, drafted
  case tokensPerPass, tokensPerSecond, plainTokensPerSecond, speedup
  case acceptance, acceptanceByDepth, acceptanceBySource, wasted, acceptedLength, treeSize
  case phaseTime, phaseShare, roundTime, relativeCost
  case temperature, tokens, candidateValue
  case exitLayer, stopThreshold, exitAcceptance, objective, fixedExit, exitReading
  case lensProbability, agreedFrom
  case armValue, shadowAccepted, shadowTokens, regret, drafterSwitches
}

/// What a number means, for the page that Enter opens.
struct Definition: Hashable, Sendable {
  var name: String
  /// In plain words.
  var meaning: String
  /// As it is computed.
  var formula: String
  /// Where the number comes from, or whose idea it is.
  var source: String
}

extension Quantity {
  var definition: Definition {
    switch self {
    case .draftProbability, .growthEstimate, .targetProbability, .modelProbability, .ratio,
      .reach, .entropy, .uniform, .gumbelScore:
      nodeDefinition
    case .decidingUniform, .acceptChance, .drawProbability, .remainingTarget, .remainingDraft,
      .residualMass, .weight, .drawnBelow, .drawNumber, .divisionFactor, .passChance,
      .residualFactor, .rank, .skewedProbability, .typicalThreshold,
      .expectedAccepted, .bias:
      judgeDefinition
    case .budget, .reachBar, .position, .depth, .drafted, .temperature, .tokens, .candidateValue:
      roundDefinition
    case .exitLayer, .stopThreshold, .exitAcceptance, .objective, .fixedExit, .exitReading,
      .lensProbability, .agreedFrom, .armValue, .shadowAccepted, .shadowTokens, .regret,
      .drafterSwitches:
      choiceDefinition
    default: runDefinition
    }
  }

  private var nodeDefinition: Definition {
    switch self {
    case .draftProbability:
      Definition(
        name: "q, draft probability",
        meaning: "How probable the drafter held this token when it drew it, after temperature, "
          + "top-k and top-p. Drafters that look tokens up (n-grams, tables) have none.",
        formula: "q = the drafter's law at this node, at this token",
        source: "the drafter, in phase draft")
    case .growthEstimate:
      Definition(
        name: "the growth policy's estimate",
        meaning: "What the policy ranked this place of the tree by, before the target saw it: an "
          + "estimated chance to survive (sequoia, dyspec), a cumulative log q (eagle-2, diverse "
          + "beams), a perturbed one (stochastic beam). Larger is better.",
        formula: "the policy's own; see its paper",
        source: "the growth policy, in phase draft")
    case .targetProbability:
      Definition(
        name: "p, target probability",
        meaning: "How probable the model holds this token after the path that leads to it: the "
          + "law really used, after temperature, top-k, top-p and min-p. At temperature 0 it is 1 "
          + "for the model's first choice and 0 for all others.",
        formula: "p = the target's law below the parent, at this token",
        source: "the target pass, in phase score")
    case .modelProbability:
      Definition(
        name: "model probability",
        meaning: "What the model itself thinks, before temperature and cutting. It shows how "
          + "close a choice was even where p is 0 or 1.",
        formula: "softmax of the logits at temperature 1",
        source: "the target pass, in phase score; for display only")
    case .ratio:
      Definition(
        name: "p/q",
        meaning: "How much more probable the token is to the target than to the drafter. The "
          + "classical rule accepts with probability min(1, p/q).",
        formula: "p / q",
        source: "Leviathan et al. 2023, section 2; Chen et al. 2023, theorem 1")
    case .reach:
      Definition(
        name: "reach",
        meaning: "The chance that the whole path down to this node survives, when the target's "
          + "own sample decides at each node.",
        formula: "product of p from below the anchor down to this node",
        source: "the target pass, in phase score")
    case .entropy:
      Definition(
        name: "entropy",
        meaning: "How undecided the model is about what follows: 0 when it is certain; two equal "
          + "choices give 0.69.",
        formula: "- sum of P log P over the vocabulary, in nats, at temperature 1, nothing cut",
        source: "the target pass, in phase score")
    case .uniform:
      Definition(
        name: "uniform draw",
        meaning: "The random number that went into the winner's score. It is a function of seed, "
          + "position and token alone, so another drafter meets the same draws.",
        formula: "u = hash(seed, position, target, token), from 0 to 1",
        source: "keyed randomness; ours")
    default:
      Definition(
        name: "score",
        meaning: "Sampling by scores: each token's log p gets its own noise, and the largest sum "
          + "wins. The winner is a sample from p, and the same noise gives the same winner.",
        formula: "score = log p - log(-log u); the largest over the vocabulary wins",
        source: "the Gumbel-max trick; in phase judge")
    }
  }

  private var roundDefinition: Definition {
    switch self {
    case .budget:
      Definition(
        name: "budget", meaning: "How many nodes the drafter may propose besides the anchor.",
        formula: "given, or the largest tree that pays by the measured cost",
        source: "the controller, in phase choose")
    case .reachBar:
      Definition(
        name: "reach bar",
        meaning: "A node pays when the chance that it survives is larger than what its row adds "
          + "to the cost of a pass.",
        formula: "cost of one more row / cost of a pass, from c(n)",
        source: "the controller, in phase choose")
    case .position:
      Definition(
        name: "position", meaning: "Where the anchor stands in the text, the prompt counted.",
        formula: "committed tokens, prompt included, minus one", source: "the timeline")
    case .depth:
      Definition(
        name: "depth", meaning: "How many drafted tokens lead to this node, itself counted.",
        formula: "the parent's depth + 1; the anchor has 0", source: "the draft tree")
    case .drafted:
      Definition(
        name: "drafted nodes", meaning: "Nodes of the tree besides the anchor.",
        formula: "count", source: "the draft tree")
    case .temperature:
      Definition(
        name: "temperature",
        meaning: "Flattens (above 1) or sharpens (below 1) the model's law; 0 always takes the "
          + "most probable token.",
        formula: "softmax(logits / T)", source: "the run's settings")
    case .candidateValue:
      Definition(
        name: "value of a candidate",
        meaning: "What the controller expects of a way to draft, before anything is drafted. The "
          + "heading says in which unit; the largest wins unless the reason says otherwise.",
        formula: "for shapes: (expected accepted tokens + 1) / (c(rows) + draft passes)",
        source: "the controller, in phase choose")
    default:
      Definition(
        name: "tokens", meaning: "Tokens that entered the text, the prompt not counted.",
        formula: "count", source: "phase commit")
    }
  }

  private var runDefinition: Definition {
    switch self {
    case .tokensPerPass:
      Definition(
        name: "tokens per pass",
        meaning: "How many tokens one pass of the model brought. Plain decoding has exactly 1. "
          + "It says how good the drafts are, not how fast the run is.",
        formula: "tokens emitted / target passes",
        source: "called mean accepted tokens, or block efficiency, in papers")
    case .tokensPerSecond:
      Definition(
        name: "tokens per second",
        meaning: "Speed by the clock, with everything counted: choosing, drafting, scoring, "
          + "judging, committing, learning.",
        formula: "tokens emitted / wall time of all phases", source: "measured")
    case .plainTokensPerSecond:
      Definition(
        name: "plain tokens per second",
        meaning: "What decoding one token at a time reaches on this machine.",
        formula: "plain passes by c(n) / time of this run's passes; at first 1 / c(1) as measured "
          + "before, or rounds that drafted nothing",
        source: "measured")
    case .speedup:
      Definition(
        name: "against plain",
        meaning: "How much faster than plain decoding. Below 1 the drafting costs more than it "
          + "brings, however many tokens a pass accepts.",
        formula: "tokens per second / plain tokens per second", source: "measured")
    case .acceptance:
      Definition(
        name: "acceptance", meaning: "Of the nodes the verifier decided on, those it accepted.",
        formula: "accepted / (accepted + rejected)", source: "phase judge")
    case .acceptanceByDepth:
      Definition(
        name: "acceptance at a depth",
        meaning: "Once the path has come that far: how often it goes on. Nodes that were never "
          + "reached do not count.",
        formula: "rounds that accepted a node there / rounds that decided on one there",
        source: "phase judge")
    case .acceptanceBySource:
      Definition(
        name: "acceptance of a source",
        meaning: "Of the nodes from this source that the verifier decided on, those it accepted. "
          + "Sources are the drafter's own words: a rank, a match length.",
        formula: "accepted / decided on", source: "phase judge")
    case .wasted:
      Definition(
        name: "wasted nodes", meaning: "Nodes that were drafted and scored for nothing.",
        formula: "drafted - accepted", source: "phases draft and judge")
    case .acceptedLength:
      Definition(
        name: "accepted length", meaning: "Accepted draft tokens in a round.",
        formula: "accepted nodes / target passes", source: "phase judge")
    case .treeSize:
      Definition(
        name: "tree size", meaning: "Drafted nodes in a round.",
        formula: "drafted nodes / target passes", source: "phase draft")
    case .phaseTime:
      Definition(
        name: "time of a phase", meaning: "Wall time of this phase, in this round.",
        formula: "end - beginning", source: "measured")
    case .phaseShare:
      Definition(
        name: "share of a phase", meaning: "Of all wall time so far, what this phase took.",
        formula: "time of the phase, summed / time of all phases, summed", source: "measured")
    case .roundTime:
      Definition(
        name: "time of a round", meaning: "Wall time of all six phases.",
        formula: "sum of the phases", source: "measured")
    default:
      Definition(
        name: "c(n), cost of a pass",
        meaning: "What a pass over n rows costs, in passes over one row, with what is read of each "
          + "row. On a CPU further rows are cheap but not free, so a larger tree must earn its cost.",
        formula: "time over n rows / time over 1 row, lower quartiles",
        source: "measured at the start of the run")
    }
  }
}
