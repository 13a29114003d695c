import DraftTrees
import Tokens

/// Traversal verification without replacement: the formulas are at `PostOrderWalk`.
///
/// Distinct children in drawing order; after a refusal q loses the child's token and is normalised.
/// On a chain it is block verification, on a tree of depth 1 recursive rejection.
/// Source: Weng et al. 2025; verification-and-trees.md section 4.8.
public struct TraversalVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "traversal",
    summary: "Leaves first: a node is tested after all below it, and keeps its whole path.",
    source: "Weng et al. 2025, traversal verification",
    losslessWith: [.independent, .withoutReplacement])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = PostOrderWalk(
      JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws, withReplacement: false)
    defer { draws = walk.draws }
    return walk.judge()
  }
}
