import DraftTrees
import Tokens

/// Greedy multi-path block verification that ranks only where it pays: the formulas are at
/// `PathSelection`.
///
/// A node follows its highest-ranked child if that raises sum min(p, q~) above sum min(p, q), else
/// its first draw. The choice looks at p, q and the path count only, so the law stays exact.
/// Source: ours; verification-and-trees.md section 4.9.
public struct GreedyMultiPathSwitchVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "greedy-multi-path-switch",
    summary:
      "As greedy-multi-path, but follows the first draw where ranking would cover less of p.",
    source: "ours, after greedy multi-path block verification",
    losslessWith: [.independent])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    PathSelection(switches: true).judge(tree, laws: laws, draws: &draws, endTokens: endTokens)
  }
}
