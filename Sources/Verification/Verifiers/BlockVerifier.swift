import DraftTrees
import Tokens

/// Block verification of the first drawn path: the formulas are at `BlockCoins`.
///
/// Accepts at least as many tokens as the token-wise rule on every model, and as many as any
/// verifier of one path can. q is a point mass where the tree was chosen, not drawn.
/// Source: Sun et al. 2024; verification-and-trees.md section 4.2.
public struct BlockVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "block",
    summary: "Weighs the first path as a whole; of one coin a position the deepest success counts.",
    source: "Sun et al. 2024, block verification",
    losslessWith: Set(ProposalLaw.allCases))

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let judged = JudgedTree(tree, endTokens: endTokens)
    let laws = laws.asDrawn(in: tree)
    let path = judged.firstPath
    let positions = BlockCoins.positions(of: path, in: judged, laws: laws)
    return BlockCoins(tree: judged, positions: positions).judge(
      targetAfter: TokenMasses(laws.targetLaw(at: path.last ?? .root)), draws: &draws)
  }
}
