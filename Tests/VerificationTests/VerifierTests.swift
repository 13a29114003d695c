import DraftTrees
import TestSupport
import Testing
import Tokens
import Verification

struct VerifierTests {
  private let randomness = KeyedRandomness(seed: 7)

  private func judge(
    _ verifier: some Verifier, _ tree: DraftTree, endTokens: Set<TokenID> = [],
    law: @escaping ([TokenID]) -> [Double]
  ) -> Judgement {
    var draws = KeyedDraws(randomness, position: 10)
    return verifier.judge(
      tree, laws: PathLaws(tree: tree, law: law), draws: &draws, endTokens: endTokens)
  }

  /// The next token is the last one plus one.
  private func counting(_ path: [TokenID]) -> [Double] {
    let next = (path.last ?? 0).index + 1
    return (0..<8).map { $0 == next ? 1 : 0 }
  }

  private func branching() -> DraftTree {
    var tree = DraftTree(anchor: 0, law: .deterministic)
    let wrong = tree.append(5, under: .root, source: "test")
    let right = tree.append(1, under: .root, source: "test")
    tree.append(6, under: wrong, source: "test")
    tree.append(2, under: right, source: "test")
    tree.append(3, under: right, source: "test")
    tree.seal()
    return tree
  }

  /// Those whose target chooses one child of all: siblings are decided with it.
  @Test(arguments: ["greedy", "sample-match"])
  func aMatchingChildIsAcceptedAndItsSiblingsAreRejected(name: String) throws {
    let tree = branching()
    var draws = KeyedDraws(randomness, position: 0)
    let judgement = try VerifierRegistry.make(name).judge(
      tree, laws: PathLaws(tree: tree, law: counting), draws: &draws, endTokens: [])
    #expect(judgement.accepted == [2, 4])
    #expect(judgement.extra == 3)
    #expect(judgement.extraVerdict == .bonus)
    #expect(
      judgement.verdicts(in: tree, after: 3)
        == [.accepted, .rejected, .accepted, .unreached, .accepted, .rejected])
    #expect(
      judgement.verdicts(in: tree, after: 1)
        == [.accepted, .rejected, .accepted, .pending, .pending, .pending])
  }

  /// All that look at more than the first path find the one path the target can take.
  @Test(arguments: VerifierRegistry.names.filter { !onePath.contains($0) })
  func theOnlyPossiblePathIsAccepted(name: String) throws {
    for tree in [branching(), .chain(0, [1, 2])] {
      var draws = KeyedDraws(randomness, position: 0)
      let judgement = try VerifierRegistry.make(name).judge(
        tree, laws: PathLaws(tree: tree, law: counting), draws: &draws, endTokens: [])
      #expect(judgement.accepted.map { tree.tokens[$0.rawValue] } == [1, 2])
      #expect(judgement.extra == 3)
      #expect(judgement.extraVerdict == .bonus)
      let verdicts = judgement.verdicts(in: tree, after: judgement.steps.count)
      for node in tree.nodes.dropFirst() {
        let isAccepted = judgement.accepted.contains(NodeIndex(node))
        #expect((verdicts[node] == .accepted) == isAccepted)
      }
    }
  }

  /// Without q there is nothing to rank several paths by.
  static let onePath = ["token", "block", "greedy-multi-path", "greedy-multi-path-switch"]

  @Test(arguments: onePath)
  func verifiersOfOnePathLookAtTheFirstDrawOnly(name: String) throws {
    let tree = branching()
    var draws = KeyedDraws(randomness, position: 0)
    let judgement = try VerifierRegistry.make(name).judge(
      tree, laws: PathLaws(tree: tree, law: counting), draws: &draws, endTokens: [])
    #expect(judgement.accepted == [])
    #expect(judgement.extra == 1)
    #expect(judgement.extraVerdict == .corrected)
    let verdicts = judgement.verdicts(in: tree, after: judgement.steps.count)
    #expect(verdicts[1] == .rejected)
    #expect(verdicts[2] == .unreached)
  }

  @Test func aChoiceThatNoChildCarriesRejectsThemAllAndIsTheCorrection() {
    let judgement = judge(GreedyVerifier(), .chain(0, [2, 3]), law: counting)
    #expect(judgement.accepted == [])
    #expect(judgement.extra == 1)
    #expect(judgement.extraVerdict == .corrected)
    #expect(judgement.steps[0].action == .argmax(at: 0, token: 1, child: nil))
    #expect(judgement.steps[0].decided == [NodeVerdict(node: 1, verdict: .rejected)])
  }

  @Test func theAnchorAloneGetsABonus() {
    let judgement = judge(SampleMatchVerifier(), .chain(0, []), law: counting)
    #expect(judgement.extra == 1)
    #expect(judgement.extraVerdict == .bonus)
    #expect(judgement.steps.count == 1)
  }

  @Test(arguments: VerifierRegistry.names)
  func anEndTokenInsideTheDraftEndsTheWalkThere(name: String) throws {
    let tree = DraftTree.chain(0, [1, 2, 3])
    var draws = KeyedDraws(randomness, position: 0)
    let judgement = try VerifierRegistry.make(name).judge(
      tree, laws: PathLaws(tree: tree, law: counting), draws: &draws, endTokens: [2])
    #expect(judgement.accepted == [1, 2])
    #expect(judgement.extra == nil)
    #expect(
      judgement.verdicts(in: tree, after: judgement.steps.count)
        == [.accepted, .accepted, .accepted, .unreached])
  }

  @Test func aPrunedChildNeverMatches() {
    var tree = DraftTree(anchor: 0, law: .deterministic)
    tree.prune(tree.append(1, under: .root, source: "test"))
    tree.seal()
    let judgement = judge(GreedyVerifier(), tree, law: counting)
    #expect(judgement.accepted == [])
    #expect(judgement.extra == 1)
    #expect(judgement.extraVerdict == .bonus)
    #expect(judgement.verdicts(in: tree, after: 1) == [.accepted, .unreached])
  }

  @Test(arguments: VerifierRegistry.names, [[0.0, 0, 0], [.nan, .nan, .nan]])
  func aLawWithoutMassChoosesTokenZero(name: String, law: [Double]) throws {
    let tree = DraftTree.chain(0, [1])
    var draws = KeyedDraws(randomness, position: 0)
    let judgement = try VerifierRegistry.make(name).judge(
      tree, laws: PathLaws(tree: tree) { _ in law }, draws: &draws, endTokens: [])
    #expect(judgement.accepted == [])
    #expect(judgement.extra == 0)
  }

  @Test func theDrawIsKeyedByThePositionOfTheEmittedToken() {
    let law = [0.2, 0.3, 0.5]
    let judgement = judge(SampleMatchVerifier(), .chain(0, [])) { _ in law }
    let uniform = randomness.uniform(
      position: 11, purpose: .target, index: judgement.extra!.index)
    let probability = law[judgement.extra!.index]
    #expect(
      judgement.steps[0].action
        == .sample(
          at: 0, token: judgement.extra!, probability: probability, uniform: uniform,
          score: GumbelNoise.score(probability: probability, uniform: uniform), child: nil))
  }
}
