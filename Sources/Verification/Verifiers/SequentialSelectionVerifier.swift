import DraftTrees
import Tokens

/// K-SEQ: k draws tested in turn with a discounted ratio.
///
/// Each draw x is kept with min(1, p(x) / (rho q(x))). When all are refused a token comes from
/// (p - gamma min(p / rho, q))+; if a child carries it the walk goes on there, else it is the extra
/// token. rho and gamma are solved for at each node: see `SequentialSelection`.
/// Source: SpecTr, Sun et al. 2023; verification-and-trees.md section 4.6.
public struct SequentialSelectionVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "k-seq",
    summary: "Tests all draws of a node with one ratio, discounted so that they share p.",
    source: "SpecTr, Sun et al. 2023",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      let children = walk.tree.draws(of: walk.node)
      guard let draft = walk.siblingLaw.known else { return walk.testPointMasses() }
      let selection = SequentialSelection(
        target: walk.target, draft: draft, drawCount: children.count)
      walk.record(selection, of: children.count)
      for child in children where walk.test(child, against: draft, dividing: selection.rho) {
        return child
      }
      walk.replaceRest(by: selection.residual(target: walk.target, draft: draft))
      return walk.drawRest(mayReturn: true)
    }
  }
}
