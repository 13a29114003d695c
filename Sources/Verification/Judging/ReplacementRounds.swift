import DraftTrees
import Tokens

/// Recursive rejection with replacement: draws are tested until one is kept.
///
/// With rest r = p, draw x is kept with min(1, r(x) / q(x)); after a refusal r = (r - q)+ normalised,
/// with the same q in every round, since the draws are independent. A token drawn twice is tested
/// twice: the second time its rest is 0, and the residual still has to be taken. When all are refused
/// the extra token comes from r.
/// Source: SpecInfer, Miao et al. 2024; verification-and-trees.md section 4.5.
struct ReplacementRounds {
  /// Whether the next draw is picked at random; else draws are tested in their order.
  let picksAtRandom: Bool

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      let siblings = walk.siblingLaw
      var remaining = walk.tree.draws(of: walk.node)
      while !remaining.isEmpty {
        let child = remaining.remove(at: picksAtRandom ? walk.pick(from: remaining) : 0)
        let proposal = siblings.masses(drawing: walk.tree.token(child))
        if walk.test(child, against: proposal) { return child }
        walk.refuse(child, drawnFrom: proposal)
      }
      return walk.drawRest()
    }
  }
}
