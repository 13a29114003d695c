import DraftTrees
import Drafters
import Timeline
import Tokens

extension DraftRequest {
  /// A request with everything but the text left at what tests mostly want.
  public static func testing(
    _ text: [TokenID], growth: String = "native", budget: Int = 8, reachBar: Double = 0,
    endTokens: Set<TokenID> = []
  ) -> DraftRequest {
    DraftRequest(
      text: text, growth: growth, budget: budget, reachBar: reachBar, sampling: .greedy,
      randomness: KeyedRandomness(seed: 1), endTokens: endTokens)
  }
}

extension RoundSettings {
  public static func testing(
    drafter: String = "none", verifier: String = "sample-match", growth: String = "native",
    budget: Int? = 8, sampling: SamplingSettings = .greedy
  ) -> RoundSettings {
    RoundSettings(
      drafter: drafter, verifier: verifier, growth: growth, budget: budget, sampling: sampling)
  }
}

extension Round {
  /// A complete round with only what drafters and controllers learn from. Alternatives halve in
  /// probability from one to the next.
  public static func testing(
    tree: DraftTree, alternatives: [[TokenID]] = [], committed: [TokenID], index: Int = 0,
    settings: RoundSettings = .testing()
  ) -> Round {
    var round = Round(
      index: index, position: 0, settings: settings,
      choice: Choice(controller: "test", budget: 8, reason: ""), tree: tree)
    round.lastPhase = .learn
    round.scores = tree.nodes.map { node in
      let tokens = node < alternatives.count ? alternatives[node] : []
      return NodeScore(
        targetProbability: nil, reach: nil,
        alternatives: tokens.enumerated().map {
          Alternative(
            token: $0.element, targetProbability: 0,
            modelProbability: 1 / Double(2 << $0.offset))
        },
        entropy: nil)
    }
    round.committed = committed.map { CommittedToken(token: $0, origin: .bonus, node: nil) }
    return round
  }
}
