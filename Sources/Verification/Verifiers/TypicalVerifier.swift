import DraftTrees
import Tokens

/// Medusa's typical acceptance: keeps what the target finds typical. Changes the output's law.
///
/// A node is kept when all above it are and p(x) > min(epsilon, delta exp(-H)), H being the entropy
/// of p after its parent in nats. The longest kept path wins, of equal ones that with the largest
/// product of p; the extra token comes from p after it. No coin is thrown.
/// Source: Medusa, Cai et al. 2024, section 2.3; verification-and-trees.md section 4.11.
public struct TypicalVerifier: RegisteredVerifier {
  public static let descriptor = VerifierDescriptor(
    name: "typical",
    summary: "Keeps tokens the target finds probable enough; the output's law changes.",
    source: "Medusa, Cai et al. 2024, section 2.3",
    losslessWith: [])

  private let epsilon: Double
  private let delta: Double

  public init() { self.init(epsilon: 0.09, delta: 0.3) }

  /// - Parameters:
  ///   - epsilon: more than this is always typical.
  ///   - delta: how the bar falls where the target is undecided.
  public init(epsilon: Double, delta: Double) {
    self.epsilon = epsilon
    self.delta = delta
  }

  public func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let judged = JudgedTree(tree, endTokens: endTokens)
    var steps: [JudgeStep] = []
    // Kept nodes still to be looked below, each with the product of p down to it.
    var open: [(node: NodeIndex, product: Double)] = [(.root, 1)]
    var best = open[0]
    var kept: [NodeIndex] = []
    while !open.isEmpty {
      let (node, product) = open.removeFirst()
      if (judged.depth(node), product) > (judged.depth(best.node), best.product) {
        best = (node, product)
      }
      let children = judged.children(of: node)
      guard !children.isEmpty else { continue }
      let target = laws.targetLaw(at: node)
      let law = TokenMasses(target)
      // A law that is not numbers has no mass, and no entropy.
      let (threshold, step) = solve(entropy: law.hasMass ? target.entropy : 0, at: node)
      steps.append(step)
      for child in children {
        let p = law.probability(of: judged.token(child))
        steps.append(compare(child, judged.token(child), at: node, p, threshold))
        guard p > threshold else { continue }
        kept.append(child)
        open.append((child, product * p))
      }
    }
    let accepted = tree.path(to: best.node)
    steps.append(select(best.node, kept, accepted))
    if judged.isEnd(best.node) {
      return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
    }
    let draw = draws.token(from: TokenMasses(laws.targetLaw(at: best.node)))
    steps.append(JudgeStep(action: .draw(at: best.node, draw)))
    return Judgement(
      steps: steps, accepted: accepted, extra: draw.token,
      extraVerdict: judged.children(of: best.node).isEmpty ? .bonus : .corrected)
  }

  private func solve(entropy: Double, at node: NodeIndex) -> (threshold: Double, JudgeStep) {
    let threshold = min(epsilon, delta * exponential(-entropy))
    return (
      threshold,
      JudgeStep(
        action: JudgeStep.Action(
          .solve, at: node, numbers: [.entropy: entropy, .threshold: threshold]))
    )
  }

  private func compare(
    _ child: NodeIndex, _ token: TokenID, at node: NodeIndex, _ p: Double, _ threshold: Double
  ) -> JudgeStep {
    let isKept = p > threshold
    return JudgeStep(
      action: JudgeStep.Action(
        .test, at: node, child: child, token: token, isAccepted: isKept,
        numbers: [.targetProbability: p, .threshold: threshold]),
      decided: isKept ? [] : [NodeVerdict(node: child, verdict: .rejected)])
  }

  private func select(
    _ node: NodeIndex, _ kept: [NodeIndex], _ accepted: [NodeIndex]
  ) -> JudgeStep {
    JudgeStep(
      action: JudgeStep.Action(.select, at: .root, child: node == .root ? nil : node),
      decided: kept.map {
        NodeVerdict(node: $0, verdict: accepted.contains($0) ? .accepted : .rejected)
      })
  }
}
