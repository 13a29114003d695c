import DraftTrees
import Tokens

/// Recursive rejection with replacement, the next draw picked at random: the formulas are at
/// `ReplacementRounds`. Picking at random keeps it lossless when siblings were sorted by accident.
/// Source: SpecInfer, Miao et al. 2024; verification-and-trees.md section 4.5.
public struct SpecInferVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "spec-infer",
    summary: "Tests the draws of a node in random order; p loses q after each refusal.",
    source: "SpecInfer, Miao et al. 2024",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    ReplacementRounds(picksAtRandom: true)
      .judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
  }
}
