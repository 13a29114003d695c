import DraftTrees
import Tokens

/// Token-wise speculative sampling on the first drawn path.
///
/// Position by position the token x is kept with a = min(1, p(x) / q(x)); the first refusal ends the
/// walk with a token from the residual (p - q)+, and a path kept whole is followed by one from p.
/// q is a point mass where the tree was chosen, not drawn.
/// Source: Leviathan et al. 2023, Chen et al. 2023; verification-and-trees.md section 4.1.
public struct TokenVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "token",
    summary: "Keeps each token of the first path with min(1, p / q); stops at the first refusal.",
    source: "Leviathan et al. 2023; Chen et al. 2023",
    losslessWith: Set(ProposalLaw.allCases))

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(
      JudgedTree(tree, endTokens: endTokens), laws: laws.asDrawn(in: tree), draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      guard let child = walk.tree.draws(of: walk.node).first else { return nil }
      let proposal = walk.siblingLaw.masses(drawing: walk.tree.token(child))
      if walk.test(child, against: proposal) { return child }
      walk.refuse(child, drawnFrom: proposal, isStep: false)
      return walk.drawRest()
    }
  }
}
