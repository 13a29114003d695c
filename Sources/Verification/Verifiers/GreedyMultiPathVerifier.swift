import DraftTrees
import Tokens

/// Greedy multi-path block verification: the formulas are at `PathSelection`.
///
/// Not always above block verification of one path: where p is close to q, ranking moves the draft
/// away from p. Trees need paths of equal length or ended by an end token.
/// Source: greedy multi-path block verification; verification-and-trees.md section 4.9.
public struct GreedyMultiPathVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "greedy-multi-path",
    summary: "Selects the path that ranks highest by p / q; verifies it as a block.",
    source: "greedy multi-path block verification",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    PathSelection(switches: false).judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
  }
}
