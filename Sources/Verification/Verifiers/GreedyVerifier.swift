import DraftTrees
import Tokens

/// Keeps a child while it carries the target's most probable token. Source:
/// verification-and-trees.md section 4.10.
public struct GreedyVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "greedy",
    summary: "Keeps a draft token when it is the target's most probable one.",
    source: "Leviathan et al. 2023, temperature 0",
    losslessWith: Set(ProposalLaw.allCases),
    requiresGreedy: true)

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    TreeWalk(tree, endTokens: endTokens).judge { node in
      let token = laws.targetLaw(at: node).mostProbable
      return TreeWalk.Choice(token: token) { .argmax(at: node, token: token, child: $0) }
    }
  }
}
