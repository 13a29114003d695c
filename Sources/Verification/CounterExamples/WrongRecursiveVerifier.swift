import DraftTrees
import Tokens

/// Recursive rejection with a mistake; `RecursiveVerifier` and `RecursiveWithReplacementVerifier` are
/// right.
struct WrongRecursiveVerifier: Verifier {
  enum Mistake: Sendable {
    case draftNotRenormalised
    case sortedByDraft
    case sortedByToken
    case residualNotUpdated
    case correctionFromTarget
    case distinctDraws
    case repeatsRemoved
    case drawsSortedByDraft
    case ratioOfChosen
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      var siblings = walk.siblingLaw
      let target = walk.target
      for child in order(walk.tree, at: walk.node, draft: siblings.known) {
        let token = walk.tree.token(child)
        let proposal = siblings.masses(drawing: token)
        if mistake == .residualNotUpdated { walk.replaceRest(by: target) }
        if walk.test(child, against: proposal) { return child }
        walk.refuse(child, drawnFrom: proposal)
        if removes { siblings.remove(token) }
      }
      if mistake == .correctionFromTarget { walk.replaceRest(by: target) }
      return walk.drawRest()
    }
  }

  /// The draws as they are tested.
  private func order(
    _ tree: JudgedTree, at node: NodeIndex, draft: TokenMasses?
  ) -> [NodeIndex] {
    func byDraft(_ first: NodeIndex, _ second: NodeIndex) -> Bool {
      let (a, b) = (tree.token(first), tree.token(second))
      let (q, next) = (draft?.probability(of: a) ?? 0, draft?.probability(of: b) ?? 0)
      return q > next || q == next && a < b
    }
    switch mistake {
    case .sortedByDraft: return tree.children(of: node).sorted(by: byDraft)
    case .sortedByToken:
      return tree.children(of: node).sorted { tree.token($0) < tree.token($1) }
    case .drawsSortedByDraft: return tree.draws(of: node).sorted(by: byDraft)
    case .repeatsRemoved: return tree.draws(of: node)
    default: return tree.children(of: node)
    }
  }

  /// Whether a refused token is taken out of q.
  private var removes: Bool {
    switch mistake {
    case .sortedByDraft, .sortedByToken, .correctionFromTarget, .repeatsRemoved, .ratioOfChosen:
      true
    case .draftNotRenormalised, .residualNotUpdated, .distinctDraws, .drawsSortedByDraft: false
    }
  }
}
