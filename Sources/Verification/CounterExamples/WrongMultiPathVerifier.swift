import DraftTrees
import Tokens

/// Greedy multi-path block verification with a mistake; `GreedyMultiPathVerifier` is right.
struct WrongMultiPathVerifier: Verifier {
  enum Mistake: Sendable {
    case unskewed
    case clampedTies
    case distinctPaths
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let tree = JudgedTree(tree, endTokens: endTokens)
    var positions: [BlockCoins.Position] = []
    var node = NodeIndex.root
    var paths = PathCount(0)
    var arrivals = 0
    while true {
      let drawn = tree.draws(of: node)
      guard let first = drawn.first else { break }
      if drawn.count != arrivals { paths = PathCount(pathCount(from: node, tree)) }
      let target = TokenMasses(laws.targetLaw(at: node))
      let draft = SiblingLaw(
        laws.draftLaw(at: node), vocabularySize: target.vocabularySize
      ).masses(drawing: tree.token(first))
      let skewed = SkewedDraft(
        target: target, draft: draft, paths: paths, clampsRatios: mistake == .clampedTies)
      let child = drawn.reduce(first) { best, next in
        let (a, b) = (tree.token(best), tree.token(next))
        if mistake == .clampedTies {
          return clampedRatio(b, target, draft) > clampedRatio(a, target, draft) ? next : best
        }
        return skewed.precedes(a, b) ? next : best
      }
      positions.append(
        BlockCoins.Position(
          parent: node, node: child, target: target,
          draft: mistake == .unskewed ? draft : skewed.law, draftNumber: .skewedProbability))
      let token = tree.token(child)
      paths = paths.afterHighest(
        below: skewed.rank(of: token).below, q: draft.probability(of: token))
      arrivals = drawn.count { $0 == child }
      node = child
    }
    return BlockCoins(tree: tree, positions: positions).judge(
      targetAfter: TokenMasses(laws.targetLaw(at: node)), draws: &draws)
  }

  private func clampedRatio(
    _ token: TokenID, _ target: TokenMasses, _ draft: TokenMasses
  ) -> Double {
    acceptance(target.probability(of: token), over: draft.probability(of: token))
  }

  private func pathCount(from node: NodeIndex, _ tree: JudgedTree) -> Int {
    guard mistake == .distinctPaths else { return tree.draws(of: node).count }
    func leaves(_ node: NodeIndex) -> Int {
      let children = tree.children(of: node)
      return children.isEmpty ? 1 : children.reduce(0) { $0 + leaves($1) }
    }
    return leaves(node)
  }
}
