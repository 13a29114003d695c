import DraftTrees
import Tokens

/// The walk of traversal verification: every node after all that stands below it.
///
///     process(node, w), root: w = 1
///       P = p, D = q after the node
///       for each child x in drawing order:
///         w_x = min(1, w P(x) / D(x)), 0 if D(x) = 0
///         if process(x, w_x) accepts: done
///         S = sum (w P - D)+, P = (w P - D)+ / S, w = S / (S + 1 - w); w = 0 if S = 0
///         D loses x and is normalised (without replacement)
///       the root accepts; another node accepts with chance w
///       once accepted the extra token comes from P
///
/// An accepted node accepts its path. No subtree is skipped, so that a coin belongs to each node.
/// Source: Weng et al. 2025; verification-and-trees.md section 4.8.
struct PostOrderWalk<Laws: NodeLaws, Source: JudgeDraws> {
  private let tree: JudgedTree
  private let laws: Laws
  private let withReplacement: Bool
  private(set) var draws: Source
  private var steps: [JudgeStep] = []

  init(_ tree: JudgedTree, laws: Laws, draws: Source, withReplacement: Bool) {
    self.tree = tree
    self.laws = laws
    self.draws = draws
    self.withReplacement = withReplacement
  }

  mutating func judge() -> Judgement {
    guard let end = process(.root, weight: 1) else {
      preconditionFailure("the root accepts when nothing below it did")
    }
    let accepted = tree.tree.path(to: end.node)
    if tree.isEnd(end.node) {
      return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
    }
    let isLeaf = tree.draws(of: end.node).isEmpty
    let draw = draws.token(from: end.rest)
    steps.append(
      JudgeStep(action: .draw(at: end.node, draw, numbers: [.weight: end.weight])))
    return Judgement(
      steps: steps, accepted: accepted, extra: draw.token,
      extraVerdict: isLeaf ? .bonus : .corrected)
  }

  /// Where the walk ended: the node accepted, what is left of p there, and its weight.
  private struct End {
    var node: NodeIndex
    var rest: TokenMasses
    var weight: Double
  }

  private mutating func process(_ node: NodeIndex, weight start: Double) -> End? {
    guard !tree.isEnd(node) else {
      return test(node, start) ? End(node: node, rest: nothing, weight: start) : nil
    }
    var (rest, weight) = (TokenMasses(laws.targetLaw(at: node)), start)
    let draws = withReplacement ? tree.draws(of: node) : tree.allChildren(of: node)
    if !draws.isEmpty {
      var siblings = SiblingLaw(
        laws.draftLaw(at: node), vocabularySize: rest.vocabularySize)
      var seen: Set<NodeIndex> = []
      for child in draws {
        let token = tree.token(child)
        if !tree.isPruned(child) {
          let proposal = siblings.masses(drawing: token)
          if seen.insert(child).inserted {
            let next = weigh(child, weight, rest, proposal)
            if let end = process(child, weight: next) { return end }
          }
          refuse(child, of: node, &weight, &rest, proposal)
        }
        if !withReplacement, child != draws.last { siblings.remove(token) }
      }
    }
    return node == .root || test(node, weight) ? End(node: node, rest: rest, weight: weight) : nil
  }

  /// The weight with which a child is entered.
  private mutating func weigh(
    _ child: NodeIndex, _ weight: Double, _ rest: TokenMasses, _ proposal: TokenMasses
  ) -> Double {
    let token = tree.token(child)
    let (p, q) = (rest.probability(of: token), proposal.probability(of: token))
    let next = acceptance(weight * p, over: q)
    steps.append(
      JudgeStep(
        action: JudgeStep.Action(
          .weigh, at: tree.parent(of: child), child: child, token: token,
          numbers: [.targetProbability: p, .draftProbability: q, .weight: next])))
    return next
  }

  /// Takes what a refused child covered from the rest and from the weight of its parent.
  private mutating func refuse(
    _ child: NodeIndex, of node: NodeIndex, _ weight: inout Double, _ rest: inout TokenMasses,
    _ proposal: TokenMasses
  ) {
    let before = weight
    let residual = before > 0 ? rest.excess(times: before, over: proposal) : nil
    let mass = residual?.hasMass == true ? residual?.total ?? 0 : 0
    weight = mass > 0 ? BlockCoins.chance(residualMass: mass, weight: before) : 0
    if let residual, mass > 0 { rest = residual }
    steps.append(
      JudgeStep(
        action: JudgeStep.Action(
          .update, at: node, child: child, token: tree.token(child),
          numbers: [.residualMass: mass, .weight: before, .nextWeight: weight])))
  }

  private mutating func test(_ node: NodeIndex, _ weight: Double) -> Bool {
    let coin = draws.coin(acceptance: weight)
    let decided = coin.isAccepted ? tree.tree.path(to: node) : [node]
    steps.append(
      JudgeStep(
        action: .test(
          at: tree.parent(of: node), child: node, token: tree.token(node), acceptance: weight,
          coin: coin, numbers: [.weight: weight]),
        decided: decided.map {
          NodeVerdict(node: $0, verdict: coin.isAccepted ? .accepted : .rejected)
        }))
    return coin.isAccepted
  }

  private var nothing: TokenMasses {
    TokenMasses(TokenLaw(vocabularySize: 1, support: [], probabilities: []))
  }
}
