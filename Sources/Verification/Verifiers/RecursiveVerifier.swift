import DraftTrees
import Tokens

/// Recursive rejection without replacement: the distinct children of a node in drawing order.
///
/// With rest r = p and D = q, child x is kept with min(1, r(x) / D(x)). After a refusal
/// r = (r - D)+ normalised, and D loses x and is normalised. When all are refused the extra token
/// comes from r. D becomes uniform over the tokens not drawn once q has no mass left.
/// Source: RSD, Jeon et al. 2024; Sequoia, Chen et al. 2024; verification-and-trees.md section 4.7.
public struct RecursiveVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "recursive",
    summary: "Tests siblings in drawing order; q loses each refused token, p what it covered.",
    source: "RSD, Jeon et al. 2024; Sequoia, Chen et al. 2024",
    losslessWith: [.independent, .withoutReplacement])

  public init() {}

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    var walk = CoinWalk(JudgedTree(tree, endTokens: endTokens), laws: laws, draws: draws)
    defer { draws = walk.draws }
    return walk.judge { walk in
      var siblings = walk.siblingLaw
      for child in walk.tree.allChildren(of: walk.node) {
        let token = walk.tree.token(child)
        if !walk.tree.isPruned(child) {
          let proposal = siblings.masses(drawing: token)
          if walk.test(child, against: proposal) { return child }
          walk.refuse(child, drawnFrom: proposal)
        }
        siblings.remove(token)
      }
      return walk.drawRest()
    }
  }
}
