import DraftTrees
import Tokens

/// Block verification with a mistake; `BlockVerifier` is right.
struct WrongBlockVerifier: Verifier {
  enum Mistake: Sendable {
    case stopsAtFirstFailure
    case residualWithoutWeight
    case weightAsChance
    case sharedUniform
    case unclamped
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let judged = JudgedTree(tree, endTokens: endTokens)
    let positions = BlockCoins.positions(of: judged.firstPath, in: judged, laws: laws)
    let weights = weights(positions, judged)
    let chances = positions.indices.map { place in
      let weight = weights[place + 1]
      guard place + 1 < positions.count, mistake != .weightAsChance else {
        return min(1, weight)
      }
      let next = positions[place + 1]
      return BlockCoins.chance(
        residualMass: next.target.excess(times: weight, over: next.draft).total, weight: weight)
    }
    var steps: [JudgeStep] = []
    let kept = throwCoins(chances, positions, judged, &steps, &draws)
    let accepted = positions[..<kept].map(\.node)
    let last = accepted.last ?? .root
    if judged.isEnd(last) {
      return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
    }
    let masses: TokenMasses
    if kept == positions.count {
      masses = TokenMasses(laws.targetLaw(at: last))
    } else {
      let weight = mistake == .residualWithoutWeight ? 1 : weights[kept]
      let rest = positions[kept].target.excess(times: weight, over: positions[kept].draft)
      masses = rest.hasMass ? rest : positions[kept].target
    }
    let draw = draws.token(from: masses)
    steps.append(JudgeStep(action: .draw(at: last, draw)))
    return Judgement(
      steps: steps, accepted: accepted, extra: draw.token,
      extraVerdict: kept == positions.count ? .bonus : .corrected)
  }

  private func weights(_ positions: [BlockCoins.Position], _ tree: JudgedTree) -> [Double] {
    positions.reduce(into: [1]) { weights, position in
      let token = tree.token(position.node)
      let q = position.draft.probability(of: token)
      let weight = weights[weights.count - 1] * position.target.probability(of: token)
      let isUnclamped = mistake == .unclamped && q > 0
      weights.append(isUnclamped ? weight / q : acceptance(weight, over: q))
    }
  }

  /// How many tokens are kept.
  private func throwCoins(
    _ chances: [Double], _ positions: [BlockCoins.Position], _ tree: JudgedTree,
    _ steps: inout [JudgeStep], _ draws: inout some JudgeDraws
  ) -> Int {
    let uniform = mistake == .sharedUniform ? sharedUniform(over: chances, &draws) : nil
    var kept = 0
    for (place, chance) in chances.enumerated() {
      let coin =
        uniform.map { Coin(uniform: $0, isAccepted: $0 < chance) }
        ?? draws.coin(acceptance: chance)
      let decided = coin.isAccepted ? positions[kept...place] : positions[place...place]
      steps.append(
        JudgeStep(
          action: .test(
            at: positions[place].parent, child: positions[place].node,
            token: tree.token(positions[place].node), acceptance: chance, coin: coin),
          decided: decided.map {
            NodeVerdict(node: $0.node, verdict: coin.isAccepted ? .accepted : .rejected)
          }))
      if coin.isAccepted { kept = place + 1 }
      if !coin.isAccepted, mistake == .stopsAtFirstFailure { break }
    }
    return kept
  }

  /// A uniform, known as closely as the chances tell its values apart.
  private func sharedUniform(over chances: [Double], _ draws: inout some JudgeDraws) -> Double {
    let bounds = [0] + chances.filter { $0 > 0 && $0 < 1 }.sorted() + [1]
    let widths = TokenLaw(dense: zip(bounds, bounds.dropFirst()).map { $1 - $0 })
    return draws.token(from: TokenMasses(widths)).uniform
  }
}
