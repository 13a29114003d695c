import DraftTrees
import Tokens

/// Tests the first draw only, and goes on wherever the residual leads.
///
/// The first drawn child x is kept with min(1, p(x) / q(x)). After a refusal a token is drawn from
/// (p - q)+; if another child carries it the walk goes on there, else it is the extra token.
/// Source: verification-and-trees.md section 4.4, after Leviathan et al. 2023.
public struct NaiveTreeVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "naive-tree",
    summary: "Tests the first draw; a residual token that is a sibling keeps the walk in the tree.",
    source: "Leviathan et al. 2023 applied to trees",
    losslessWith: [.independent, .withoutReplacement])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      guard let child = walk.tree.draws(of: walk.node).first else { return nil }
      let proposal = walk.siblingLaw.masses(drawing: walk.tree.token(child))
      if walk.test(child, against: proposal) { return child }
      walk.refuse(child, drawnFrom: proposal, isStep: false)
      return walk.drawRest(mayReturn: true)
    }
  }
}
