import DraftTrees
import Tokens

/// Recursive rejection with replacement, draws in their order: the formulas are at
/// `ReplacementRounds`. Its law is that of SpecInfer once the drafts are averaged over.
/// Source: verification-and-trees.md section 4.5.
public struct RecursiveWithReplacementVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "recursive-with-replacement",
    summary: "Tests the draws of a node in drawing order; p loses q after each refusal.",
    source: "after SpecInfer, Miao et al. 2024",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    ReplacementRounds(picksAtRandom: false)
      .judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
  }
}
