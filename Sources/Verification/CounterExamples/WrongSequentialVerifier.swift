import DraftTrees
import Tokens

/// K-SEQ with a mistake; `SequentialSelectionVerifier` is right.
struct WrongSequentialVerifier: Verifier {
  enum Mistake: Sendable {
    case undivided
    case withoutGamma
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      guard let draft = walk.siblingLaw.known else { return walk.testPointMasses() }
      let children = walk.tree.draws(of: walk.node)
      let selection = SequentialSelection(
        target: walk.target, draft: draft, drawCount: children.count,
        rho: mistake == .undivided ? 1 : nil, gamma: mistake == .withoutGamma ? 1 : nil)
      walk.record(selection, of: children.count)
      for child in children where walk.test(child, against: draft, dividing: selection.rho) {
        return child
      }
      walk.replaceRest(by: selection.residual(target: walk.target, draft: draft))
      return walk.drawRest(mayReturn: true)
    }
  }
}
