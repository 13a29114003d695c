import DraftTrees
import Tokens

/// Traversal verification with one round for each draw: the formulas are at `PostOrderWalk`.
///
/// For independent draws: q stays as it is, and a token drawn again is not tested again but still
/// takes its part of p. Accepts at least as many tokens as SpecInfer on every model.
/// Source: after Weng et al. 2025; verification-and-trees.md section 4.8.
public struct TraversalWithReplacementVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "traversal-with-replacement",
    summary: "Leaves first, with one round for each draw, repeated ones included.",
    source: "after Weng et al. 2025, traversal verification",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = PostOrderWalk(
      JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws, withReplacement: true)
    defer { draws = walk.draws }
    return walk.judge()
  }
}
