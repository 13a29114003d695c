import DraftTrees

extension JudgeStep.Kind {
  /// What the verifier does, for a sentence.
  var words: String {
    switch self {
    case .argmax: "most probable token"
    case .sample: "the target drew"
    case .test: "test of"
    case .update: "after the refusal"
    case .draw: "drawn from what is left"
    case .pick: "next to be tested"
    case .solve: "factor solved for"
    case .select: "selected"
    case .weigh: "weighed"
    }
  }
}

extension JudgeNumber {
  /// As it stands in front of the value.
  var label: String {
    switch self {
    case .probability: "probability"
    case .score: "score"
    case .targetProbability: "p left"
    case .draftProbability: "q left"
    case .acceptance: "accept"
    case .residualMass: "residual"
    case .weight: "weight"
    case .nextWeight: "weight now"
    case .below: "below"
    case .round: "draw"
    case .remaining: "draws left"
    case .rho: "rho"
    case .beta: "beta"
    case .passMass: "pass mass"
    case .gamma: "gamma"
    case .rank: "rank"
    case .skewedProbability: "q skewed"
    case .entropy: "entropy"
    case .threshold: "threshold"
    }
  }

  /// Whether it counts things, and so has no decimals.
  var isCount: Bool { self == .round || self == .remaining || self == .rank }

  var quantity: Quantity {
    switch self {
    case .probability: .drawProbability
    case .score: .gumbelScore
    case .targetProbability: .remainingTarget
    case .draftProbability: .remainingDraft
    case .acceptance: .acceptChance
    case .residualMass: .residualMass
    case .weight, .nextWeight: .weight
    case .below: .drawnBelow
    case .round, .remaining: .drawNumber
    case .rho: .divisionFactor
    case .beta, .passMass: .passChance
    case .gamma: .residualFactor
    case .rank: .rank
    case .skewedProbability: .skewedProbability
    case .entropy: .entropy
    case .threshold: .typicalThreshold
    }
  }
}

extension Quantity {
  /// Numbers of the verifiers' steps.
  var judgeDefinition: Definition {
    switch self {
    case .decidingUniform:
      Definition(
        name: "uniform draw",
        meaning: "The random number that decided this step. It is a function of the seed, the "
          + "anchor's position and the number of the draw, so that stepping back meets it again.",
        formula: "u = hash(seed, position of the anchor, purpose, number), from 0 to 1",
        source: "keyed randomness; ours")
    case .acceptChance:
      Definition(
        name: "accept probability", meaning: "The chance that this test keeps the token.",
        formula: "the coin accepts when u < this", source: "the verifier, in phase judge")
    case .drawProbability:
      Definition(
        name: "probability of the draw",
        meaning: "How probable the drawn token was in the law it was drawn from.",
        formula: "mass of the token / mass of all", source: "the verifier, in phase judge")
    case .remainingTarget:
      Definition(
        name: "p left",
        meaning: "The target's probability of the token after earlier tests at this place took "
          + "their part. Before the first test it is p.",
        formula: "p, then (w p - q)+ normalised after each refusal",
        source: "the verifier, in phase judge")
    case .remainingDraft:
      Definition(
        name: "q left",
        meaning: "The draft probability of the token among those not drawn before it. Where "
          + "draws are independent it stays q.",
        formula: "q, with drawn tokens set to 0 and normalised when drawn without replacement",
        source: "the verifier, in phase judge")
    case .residualMass:
      Definition(
        name: "residual mass",
        meaning: "How much of the target's probability the draft did not cover: what is left to "
          + "go on with after a refusal.",
        formula: "sum of (w p - q)+ over the vocabulary",
        source: "Leviathan et al. 2023; Sun et al. 2024 for w below 1")
    case .weight:
      Definition(
        name: "weight",
        meaning: "The chance with which the path down to here can still be accepted. Unlike a "
          + "product of accept probabilities it can recover further down.",
        formula: "w = min(1, w of the parent × p / q); after a refusal S / (S + 1 - w)",
        source: "block verification, Sun et al. 2024; traversal, Weng et al. 2025")
    case .drawnBelow:
      Definition(
        name: "below",
        meaning: "The probability of all tokens with a lower number in the law that was drawn "
          + "from. The draw fell between this and this plus the token's probability.",
        formula: "sum over lower token numbers", source: "the verifier, in phase judge")
    case .drawNumber:
      Definition(
        name: "draw", meaning: "Which of the draws at this place is tested, and how many remain.",
        formula: "counted from 1", source: "the verifier, in phase judge")
    case .divisionFactor:
      Definition(
        name: "rho",
        meaning: "By how much the ratio p / q is discounted, so that several draws together "
          + "accept no more of a token than p allows.",
        formula: "the solution of 1 - (1 - beta)^k = rho × beta", source: "SpecTr, Sun et al. 2023")
    case .passChance:
      Definition(
        name: "pass chance",
        meaning: "beta: the chance that one draw passes the discounted test. Pass mass: that "
          + "one of all draws does.",
        formula: "beta = sum of min(p / rho, q); pass mass = 1 - (1 - beta)^k",
        source: "SpecTr, Sun et al. 2023")
    case .residualFactor:
      Definition(
        name: "gamma", meaning: "How much of each token's probability the tests have used up.",
        formula: "gamma = pass mass / beta; the residual is p - gamma min(p / rho, q)",
        source: "SpecTr, Sun et al. 2023")
    case .rank:
      Definition(
        name: "rank",
        meaning: "The place of the token when the vocabulary is ordered by p / q, upwards: the "
          + "highest-ranked path is the one verified.",
        formula: "tokens with smaller p / q, plus 1",
        source: "greedy multi-path block verification")
    case .expectedAccepted:
      Definition(
        name: "expected accepted",
        meaning: "How many nodes of this tree the verifier can be expected to accept, before any "
          + "coin is thrown. One more is the expected number of tokens of the round.",
        formula: "sum over all outcomes of the coins: chance × accepted nodes",
        source: "the enumerator; ours")
    case .bias:
      Definition(
        name: "bias",
        meaning: "How far a verifier that changes the output moves the law away from the target's. "
          + "A lossless verifier has 0 in every round; a wrong one adds some in each. For drawn "
          + "trees the round's laws are taken in miniature, so that all drafts and coins can be "
          + "branched over.",
        formula: "total variation: half the sum of absolute differences to the target's law",
        source: "the enumerator; ours")
    case .skewedProbability:
      Definition(
        name: "q skewed",
        meaning: "The law of the selected path: choosing the best of several draws makes "
          + "high-ranked tokens more frequent than q says.",
        formula: "probability that the selected path goes on with the token",
        source: "greedy multi-path block verification")
    default:
      Definition(
        name: "threshold",
        meaning: "A token counts as typical when its probability exceeds this. The output's "
          + "law changes.",
        formula: "min(epsilon, delta × exp(-entropy))", source: "Medusa, Cai et al. 2024")
    }
  }
}
