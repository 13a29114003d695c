import DraftTrees
import Tokens

/// Tests children one after another as if each were the only token the drafter could have named.
///
/// With rest r = p, child x is kept with r(x); after a refusal r loses x and is normalised. When all
/// are refused the extra token comes from r. Lossless given the tree, in any order and however it was
/// drawn; the law is that of sample-match.
/// Source: EAGLE-2, Li et al. 2024; verification-and-trees.md section 4.3.
public struct PointMassVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "point-mass",
    summary: "Tests siblings in turn with what is left of p; never looks at q.",
    source: "EAGLE-2, Li et al. 2024",
    losslessWith: Set(ProposalLaw.allCases))

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { $0.testPointMasses() }
  }
}
