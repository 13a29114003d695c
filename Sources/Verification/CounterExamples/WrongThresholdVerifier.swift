import DraftTrees
import Tokens

/// One coin a node against the children's running sum of p, with thresholds that let more pass.
///
/// Child j is kept as soon as the coin is below (p(x_1) + ... + p(x_j)) / `accumulated` or
/// p(x_j) >= `single`. With both at 1 the law is that of sample-match.
struct WrongThresholdVerifier: Verifier {
  private let accumulated: Double
  private let single: Double

  init(accumulated: Double, single: Double) {
    self.accumulated = accumulated
    self.single = single
  }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      var (sum, spent) = (0.0, 0.0)
      for child in walk.tree.children(of: walk.node) {
        let p = walk.target.probability(of: walk.tree.token(child))
        sum += p
        let reach = p >= single ? 1 : min(1, sum / accumulated)
        // What one uniform for all children amounts to, given that it passed the earlier bounds.
        let chance = spent < 1 ? max(0, reach - spent) / (1 - spent) : 0
        if walk.test(child, withChance: chance) { return child }
        spent = max(spent, reach)
        walk.refuse(
          child,
          drawnFrom: TokenMasses(
            .oneHot(walk.tree.token(child), vocabularySize: walk.target.vocabularySize)))
      }
      return walk.drawRest()
    }
  }
}
