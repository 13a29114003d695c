import DraftTrees
import Tokens

/// The walk from the root downwards that verifiers with coins share: at each node a rule tests
/// draws, and names the child to go on at or draws the token that ends the walk.
///
/// At a leaf the extra token is drawn from p. What is left of p when every test failed has no mass
/// only by rounding; the token is then drawn from p, and the number `residualMass` is 0.
struct CoinWalk<Laws: NodeLaws, Source: JudgeDraws> {
  let tree: JudgedTree
  private let laws: Laws
  private(set) var draws: Source
  private(set) var steps: [JudgeStep] = []
  /// The node reached.
  private(set) var node = NodeIndex.root
  /// p there.
  private(set) var target: TokenMasses
  /// What is left of it after the tests so far.
  private(set) var rest: TokenMasses
  /// The token drawn where the walk ended.
  private var extra: TokenID?
  private var round = 0

  init(_ tree: JudgedTree, laws: Laws, draws: Source) {
    self.tree = tree
    self.laws = laws
    self.draws = draws
    target = TokenMasses(laws.targetLaw(at: .root))
    rest = target
  }

  /// Walks to the end.
  ///
  /// - Parameter rule: called at each node that has draws; nil once `drawRest` ended the walk.
  mutating func judge(by rule: (inout Self) -> NodeIndex?) -> Judgement {
    var accepted: [NodeIndex] = []
    while true {
      if tree.isEnd(node) {
        return Judgement(steps: steps, accepted: accepted, extra: nil, extraVerdict: .bonus)
      }
      let isLeaf = tree.draws(of: node).isEmpty
      let next = isLeaf ? drawBonus() : rule(&self)
      guard let next else {
        return Judgement(
          steps: steps, accepted: accepted, extra: extra,
          extraVerdict: isLeaf ? .bonus : .corrected)
      }
      accepted.append(next)
      arrive(at: next)
    }
  }

  /// q at the node reached.
  var siblingLaw: SiblingLaw {
    SiblingLaw(laws.draftLaw(at: node), vocabularySize: target.vocabularySize)
  }

  /// Tests the children as point masses: what is lossless given any tree.
  mutating func testPointMasses() -> NodeIndex? {
    let point = SiblingLaw(nil, vocabularySize: target.vocabularySize)
    for child in tree.children(of: node) {
      let proposal = point.masses(drawing: tree.token(child))
      if test(child, against: proposal) { return child }
      refuse(child, drawnFrom: proposal)
    }
    return drawRest()
  }

  /// Throws the coin of a draw: kept with min(1, rest / (divisor × q)).
  mutating func test(
    _ child: NodeIndex, against proposal: TokenMasses, dividing divisor: Double = 1
  ) -> Bool {
    round += 1
    let token = tree.token(child)
    let (p, q) = (rest.probability(of: token), proposal.probability(of: token))
    return test(
      child, withChance: acceptance(p, over: divisor * q),
      numbers: [.targetProbability: p, .draftProbability: q, .round: Double(round)])
  }

  /// Throws the coin of a draw that is kept with a given chance.
  mutating func test(
    _ child: NodeIndex, withChance chance: Double, numbers: JudgeNumbers = [:]
  ) -> Bool {
    let coin = draws.coin(acceptance: chance)
    record(
      .test(
        at: node, child: child, token: tree.token(child), acceptance: chance, coin: coin,
        numbers: numbers),
      [NodeVerdict(node: child, verdict: coin.isAccepted ? .accepted : .rejected)])
    return coin.isAccepted
  }

  /// Takes what a refused draw covered: the rest becomes (rest - q)+.
  ///
  /// - Parameter isStep: false where the draw from the rest follows at once and names its mass.
  mutating func refuse(
    _ child: NodeIndex, drawnFrom proposal: TokenMasses, isStep: Bool = true
  ) {
    rest = rest.hasMass ? rest.excess(over: proposal) : rest
    guard isStep else { return }
    record(
      JudgeStep.Action(
        .update, at: node, child: child, token: tree.token(child),
        numbers: [.residualMass: rest.hasMass ? rest.total : 0]))
  }

  /// Puts another residual in the place of the rest.
  mutating func replaceRest(by residual: TokenMasses) { rest = residual }

  /// One of the draws not tested yet, all with the same chance.
  mutating func pick(from remaining: [NodeIndex]) -> Int {
    let choice = draws.choice(of: remaining.count)
    let child = remaining[choice.index]
    record(
      JudgeStep.Action(
        .pick, at: node, child: child, token: tree.token(child), uniform: choice.uniform,
        numbers: [.remaining: Double(remaining.count)]))
    return choice.index
  }

  /// K-SEQ's factor for the draws of the node.
  mutating func record(_ selection: SequentialSelection, of drawCount: Int) {
    record(
      JudgeStep.Action(
        .solve, at: node,
        numbers: [
          .rho: selection.rho, .beta: selection.beta, .passMass: selection.passMass,
          .gamma: selection.gamma, .remaining: Double(drawCount),
        ]))
  }

  mutating func record(_ action: JudgeStep.Action, _ decided: [NodeVerdict] = []) {
    steps.append(JudgeStep(action: action, decided: decided))
  }

  /// Draws from the rest. Where the token may be that of a child, the walk goes on there, and the
  /// other children are refused; elsewhere it ends the walk.
  mutating func drawRest(mayReturn: Bool = false) -> NodeIndex? {
    let mass = rest.hasMass ? rest.total : 0
    let draw = draws.token(from: rest.hasMass ? rest : target)
    let child = mayReturn ? tree.child(of: node, token: draw.token) : nil
    let decided =
      !mayReturn
      ? []
      : tree.children(of: node).map {
        NodeVerdict(node: $0, verdict: $0 == child ? .accepted : .rejected)
      }
    record(.draw(at: node, draw, child: child, numbers: [.residualMass: mass]), decided)
    extra = draw.token
    return child
  }

  private mutating func drawBonus() -> NodeIndex? {
    let draw = draws.token(from: target)
    record(.draw(at: node, draw))
    extra = draw.token
    return nil
  }

  private mutating func arrive(at child: NodeIndex) {
    node = child
    round = 0
    guard !tree.isEnd(child) else { return }
    target = TokenMasses(laws.targetLaw(at: child))
    rest = target
  }
}
