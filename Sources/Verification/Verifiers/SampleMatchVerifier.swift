import DraftTrees
import Tokens

/// Draws the target's own token at each node and keeps the child that carries it.
///
/// The draw is keyed by the position of the emitted token, so that with one seed the text is that
/// of plain sampling, token for token, for every deterministic drafter, tree shape and switch of
/// drafters. Source: drafters.md section 1.2, rule M; NSS in verification-and-trees.md section 4.3.
public struct SampleMatchVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "sample-match",
    summary: "Draws the target's token with noise keyed by position; keeps the child that has it.",
    source: "ours; naive speculative sampling with position-keyed Gumbel noise",
    losslessWith: Set(ProposalLaw.allCases), repeatsPlainText: true)

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    TreeWalk(tree, endTokens: endTokens).judge { node in
      let draw = draws.match(laws.targetLaw(at: node), depth: tree.depths[node.rawValue])
      return TreeWalk.Choice(token: draw.token) { child in
        .sample(
          at: node, token: draw.token, probability: draw.probability, uniform: draw.uniform,
          score: draw.score, child: child)
      }
    }
  }
}
