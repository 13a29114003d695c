import DraftTrees
import Tokens

/// Greedy multi-path block verification: one of K drawn paths is selected, and block verification
/// runs on it with the law of the selected path in place of q.
///
/// At each node the highest-ranked child is followed, see `SkewedDraft`; K is the number of drawn
/// paths, repeated ones included. Where more paths leave a node than arrive (delayed expansion) they
/// are drawn anew there, and the count starts again: G = s^draws. On the trunk q~ = q.
/// Source: greedy multi-path block verification; verification-and-trees.md section 4.9.
struct PathSelection {
  /// Whether a node may follow its first draw instead, with q~ = q, where that covers more of p.
  let switches: Bool

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let tree = JudgedTree(tree, endTokens: endTokens)
    var steps: [JudgeStep] = []
    var positions: [BlockCoins.Position] = []
    var node = NodeIndex.root
    var arrivals = 0
    var paths = PathCount(0)
    while true {
      let drawn = tree.draws(of: node)
      guard !drawn.isEmpty else { break }
      if drawn.count != arrivals { paths = PathCount(drawn.count) }
      let target = TokenMasses(laws.targetLaw(at: node))
      let siblings = SiblingLaw(
        laws.draftLaw(at: node), vocabularySize: target.vocabularySize)
      let choice = choose(drawn, of: tree, target, siblings, &paths)
      positions.append(
        BlockCoins.Position(
          parent: node, node: choice.child, target: target, draft: choice.law,
          draftNumber: .skewedProbability))
      steps.append(
        JudgeStep(
          action: JudgeStep.Action(
            .select, at: node, child: choice.child, token: tree.token(choice.child),
            numbers: choice.numbers)))
      arrivals = drawn.count { $0 == choice.child }
      node = choice.child
    }
    return BlockCoins(tree: tree, positions: positions).judge(
      after: steps, targetAfter: TokenMasses(laws.targetLaw(at: node)), draws: &draws)
  }

  private struct Choice {
    var child: NodeIndex
    /// q~.
    var law: TokenMasses
    var numbers: JudgeNumbers
  }

  private func choose(
    _ drawn: [NodeIndex], of tree: JudgedTree, _ target: TokenMasses, _ siblings: SiblingLaw,
    _ paths: inout PathCount
  ) -> Choice {
    func followFirst(_ law: TokenMasses) -> Choice {
      let q = law.probability(of: tree.token(drawn[0]))
      paths = paths.afterFirst(q: q)
      return Choice(
        child: drawn[0], law: law, numbers: [.draftProbability: q, .skewedProbability: q])
    }
    guard let draft = siblings.known, draft.hasMass else {
      return followFirst(siblings.masses(drawing: tree.token(drawn[0])))
    }
    // One path is what was drawn.
    if paths.isOne { return followFirst(draft) }
    let skewed = SkewedDraft(target: target, draft: draft, paths: paths)
    if switches, target.overlap(with: skewed.law) <= target.overlap(with: draft) {
      return followFirst(draft)
    }
    let child = drawn.dropFirst().reduce(drawn[0]) { best, next in
      skewed.precedes(tree.token(best), tree.token(next)) ? next : best
    }
    let place = skewed.rank(of: tree.token(child))
    let q = draft.probability(of: tree.token(child))
    paths = paths.afterHighest(below: place.below, q: q)
    return Choice(
      child: child, law: skewed.law,
      numbers: [
        .rank: Double(place.rank), .draftProbability: q,
        .skewedProbability: skewed.law.probability(of: tree.token(child)),
      ])
  }
}
