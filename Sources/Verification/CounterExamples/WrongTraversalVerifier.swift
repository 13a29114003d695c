import DraftTrees
import Tokens

/// Traversal verification with a mistake; `TraversalVerifier` is right.
struct WrongTraversalVerifier: Verifier {
  enum Mistake: Sendable {
    case extraFromTarget
    case staleSiblings
    case parentKeepsWeight
    case draftNotRenormalised
    case insertionOrder
  }

  private let mistake: Mistake

  init(_ mistake: Mistake) { self.mistake = mistake }

  func judge(
    _ tree: DraftTree, laws: some NodeLaws, draws: inout some JudgeDraws, endTokens: Set<TokenID>
  ) -> Judgement {
    let tree = JudgedTree(tree, endTokens: endTokens)
    var states = [State(laws.targetLaw(at: .root), laws.draftLaw(at: .root), weight: 1)]
      .reduce(into: [NodeIndex: State]()) { $0[.root] = $1 }
    var refused: Set<NodeIndex> = []
    var steps: [JudgeStep] = []
    while let node = next(in: tree, refused) {
      for child in tree.tree.path(to: node) where states[child] == nil {
        guard let parent = states[tree.parent(of: child)] else { continue }
        states[child] = State(
          laws.targetLaw(at: child), laws.draftLaw(at: child),
          weight: weight(of: tree.token(child), below: parent))
      }
      let weight = states[node]?.weight ?? 0
      let coin = draws.coin(acceptance: weight)
      steps.append(
        JudgeStep(
          action: .test(
            at: tree.parent(of: node), child: node, token: tree.token(node),
            acceptance: weight, coin: coin, numbers: [.weight: weight]),
          decided: (coin.isAccepted ? tree.tree.path(to: node) : [node]).map {
            NodeVerdict(node: $0, verdict: coin.isAccepted ? .accepted : .rejected)
          }))
      if coin.isAccepted { return end(at: node, tree, states[node], steps, laws, &draws) }
      refused.insert(node)
      states[tree.parent(of: node)]?.refuse(tree.token(node), mistake)
    }
    return end(at: .root, tree, states[.root], steps, laws, &draws)
  }

  private func end(
    at node: NodeIndex, _ tree: JudgedTree, _ state: State?, _ steps: [JudgeStep],
    _ laws: some NodeLaws, _ draws: inout some JudgeDraws
  ) -> Judgement {
    let accepted = tree.tree.path(to: node)
    if tree.isEnd(node) {
      return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
    }
    let target = TokenMasses(laws.targetLaw(at: node))
    let draw = draws.token(from: mistake == .extraFromTarget ? target : state?.rest ?? target)
    return Judgement(
      steps: steps + [JudgeStep(action: .draw(at: node, draw))], accepted: accepted,
      extra: draw.token, extraVerdict: tree.children(of: node).isEmpty ? .bonus : .corrected)
  }

  /// The next node without children left: of all of them the one inserted first, or that of
  /// post-order. Nil when only the root is left.
  private func next(in tree: JudgedTree, _ refused: Set<NodeIndex>) -> NodeIndex? {
    func left(_ node: NodeIndex) -> [NodeIndex] {
      tree.children(of: node).filter { !refused.contains($0) }
    }
    func leaves(_ node: NodeIndex) -> [NodeIndex] {
      left(node).flatMap { left($0).isEmpty ? [$0] : leaves($0) }
    }
    return mistake == .insertionOrder ? leaves(.root).min() : leaves(.root).first
  }

  private func weight(of token: TokenID, below parent: State) -> Double {
    if mistake == .staleSiblings {
      return acceptance(
        parent.firstWeight * parent.target.probability(of: token),
        over: parent.draft.masses(drawing: token).probability(of: token))
    }
    return acceptance(
      parent.weight * parent.rest.probability(of: token),
      over: parent.siblings.masses(drawing: token).probability(of: token))
  }

  /// What traversal keeps of a node, and what it was before any refusal.
  private struct State {
    private(set) var weight: Double
    private(set) var rest: TokenMasses
    private(set) var siblings: SiblingLaw
    let firstWeight: Double
    let target: TokenMasses
    let draft: SiblingLaw

    init(_ target: TokenLaw, _ draft: TokenLaw?, weight: Double) {
      self.weight = weight
      firstWeight = weight
      self.target = TokenMasses(target)
      rest = self.target
      self.draft = SiblingLaw(draft, vocabularySize: target.vocabularySize)
      siblings = self.draft
    }

    mutating func refuse(_ token: TokenID, _ mistake: Mistake) {
      let residual = rest.excess(times: weight, over: siblings.masses(drawing: token))
      if residual.hasMass { rest = residual }
      if mistake != .parentKeepsWeight {
        weight =
          residual.hasMass
          ? BlockCoins.chance(residualMass: residual.total, weight: weight) : 0
      }
      if mistake != .draftNotRenormalised { siblings.remove(token) }
    }
  }
}
