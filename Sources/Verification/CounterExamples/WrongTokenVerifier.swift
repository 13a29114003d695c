import DraftTrees
import Tokens

/// Token-wise verification with a mistake; `TokenVerifier` is right.
struct WrongTokenVerifier: Verifier {
  enum Mistake: Sendable {
    case correctionFromTarget
    case correctionBySoftmax
    case ratioOfChosen
    case sharperDraft
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      guard let child = walk.tree.draws(of: walk.node).first else { return nil }
      var proposal = walk.siblingLaw.masses(drawing: walk.tree.token(child))
      if mistake == .sharperDraft { proposal = proposal.combined(with: proposal) { q, _ in q * q } }
      if walk.test(child, against: proposal) { return child }
      if mistake != .correctionFromTarget {
        walk.refuse(child, drawnFrom: proposal, isStep: false)
      }
      if mistake == .correctionBySoftmax {
        let raised = walk.rest.values.map(exponential)
        let total = raised.reduce(0, +)
        walk.replaceRest(by: walk.rest.withValues(raised.map { $0 / total }))
      }
      return walk.drawRest()
    }
  }
}
