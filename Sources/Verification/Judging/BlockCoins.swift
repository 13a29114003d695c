import DraftTrees
import Tokens

/// Block verification of one path: weights from the root downwards, a coin for every position, the
/// deepest success counts.
///
///     w_0 = 1, w_i = min(1, w_{i-1} p(x_i) / q(x_i))
///     S_i = sum (w_i p - q)+ after x_i,  h_i = S_i / (S_i + 1 - w_i) for i < L,  h_L = w_L
///     tau = the largest i with u_i < h_i, 0 if none
///
/// The extra token comes from p when tau = L, else from (w_tau p - q)+ after x_tau. h is 1 where its
/// denominator is 0: a later success is then certain.
/// Source: Sun et al. 2024; verification-and-trees.md section 4.2.
struct BlockCoins {
  /// A token of the path, and the laws it was drawn under.
  struct Position {
    var parent: NodeIndex
    var node: NodeIndex
    /// p and q after the parent.
    var target: TokenMasses
    var draft: TokenMasses
    /// The name of q in the steps.
    var draftNumber = JudgeNumber.draftProbability
  }

  let tree: JudgedTree
  let positions: [Position]

  /// The laws along a path, q as drawn.
  static func positions(
    of path: [NodeIndex], in tree: JudgedTree, laws: some NodeLaws
  ) -> [Position] {
    path.map { node in
      let parent = tree.parent(of: node)
      let target = TokenMasses(laws.targetLaw(at: parent))
      let siblings = SiblingLaw(
        laws.draftLaw(at: parent), vocabularySize: target.vocabularySize)
      return Position(
        parent: parent, node: node, target: target,
        draft: siblings.masses(drawing: tree.token(node)))
    }
  }

  /// - Parameters:
  ///   - steps: taken before the first weight.
  ///   - targetAfter: p after the last position.
  func judge(
    after steps: [JudgeStep] = [], targetAfter: @autoclosure () -> TokenMasses,
    draws: inout some JudgeDraws
  ) -> Judgement {
    let weights = weights
    var steps = steps + weighSteps(weights)
    var kept = 0
    for place in positions.indices {
      steps.append(test(place, weight: weights[place + 1], &kept, &draws))
    }
    let accepted = positions[..<kept].map(\.node)
    let last = accepted.last ?? .root
    if tree.isEnd(last) {
      return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
    }
    let isWhole = kept == positions.count
    let draw: TokenDraw
    var numbers: JudgeNumbers = [:]
    if isWhole {
      draw = draws.token(from: targetAfter())
    } else {
      let next = positions[kept]
      let rest = next.target.excess(times: weights[kept], over: next.draft)
      draw = draws.token(from: rest.hasMass ? rest : next.target)
      numbers = [.residualMass: rest.hasMass ? rest.total : 0, .weight: weights[kept]]
    }
    steps.append(JudgeStep(action: .draw(at: last, draw, numbers: numbers)))
    return Judgement(
      steps: steps, accepted: accepted, extra: draw.token,
      extraVerdict: isWhole ? .bonus : .corrected)
  }

  /// w_0 ... w_L.
  private var weights: [Double] {
    positions.reduce(into: [1]) { weights, position in
      let (p, q) = probabilities(position)
      weights.append(acceptance(weights[weights.count - 1] * p, over: q))
    }
  }

  private func weighSteps(_ weights: [Double]) -> [JudgeStep] {
    zip(positions, weights.dropFirst()).map { position, weight in
      let (p, q) = probabilities(position)
      return JudgeStep(
        action: JudgeStep.Action(
          .weigh, at: position.parent, child: position.node, token: tree.token(position.node),
          numbers: [.targetProbability: p, position.draftNumber: q, .weight: weight]))
    }
  }

  /// The coin of one position; a success accepts all of the path down to there.
  private func test(
    _ place: Int, weight: Double, _ kept: inout Int, _ draws: inout some JudgeDraws
  ) -> JudgeStep {
    let position = positions[place]
    var (chance, numbers) = (weight, [JudgeNumber.weight: weight])
    if place + 1 < positions.count {
      let next = positions[place + 1]
      let mass = weight > 0 ? next.target.excessMass(times: weight, over: next.draft) : 0
      numbers[.residualMass] = mass
      chance = Self.chance(residualMass: mass, weight: weight)
    }
    let coin = draws.coin(acceptance: chance)
    let decided = coin.isAccepted ? positions[kept...place] : positions[place...place]
    if coin.isAccepted { kept = place + 1 }
    return JudgeStep(
      action: .test(
        at: position.parent, child: position.node, token: tree.token(position.node),
        acceptance: chance, coin: coin, numbers: numbers),
      decided: decided.map {
        NodeVerdict(node: $0.node, verdict: coin.isAccepted ? .accepted : .rejected)
      })
  }

  /// S / (S + 1 - w).
  static func chance(residualMass: Double, weight: Double) -> Double {
    let denominator = residualMass + 1 - weight
    return denominator > 0 ? min(1, residualMass / denominator) : 1
  }

  private func probabilities(_ position: Position) -> (p: Double, q: Double) {
    let token = tree.token(position.node)
    return (position.target.probability(of: token), position.draft.probability(of: token))
  }
}
