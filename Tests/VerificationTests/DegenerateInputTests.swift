import DraftTrees
import Testing
import Tokens

@testable import Verification

/// Laws that leave nothing to divide by.
struct DegenerateInputTests {
  struct Laws: NodeLaws {
    var target: TokenLaw
    var draft: TokenLaw?
    func targetLaw(at node: NodeIndex) -> TokenLaw { target }
    func draftLaw(at node: NodeIndex) -> TokenLaw? { draft }
  }

  static let drawing = VerifierRegistry.names.filter { !["greedy", "typical"].contains($0) }

  /// Two draws of one token and one of another below the root, one below the first.
  private func tree() -> DraftTree {
    var tree = DraftTree(anchor: 0, law: .independent)
    for token in [1, 0, 1] as [TokenID] { tree.append(token, under: .root, source: "test") }
    tree.append(1, under: 1, source: "test")
    tree.append(0, under: 1, source: "test")
    tree.append(2, under: 2, source: "test")
    tree.seal()
    return tree
  }

  private func law(
    _ name: String, _ target: [Double], _ draft: [Double]?, on tree: DraftTree
  ) throws -> ExactLaw {
    ExactLaw(
      of: try VerifierRegistry.make(name), on: tree,
      laws: Laws(target: TokenLaw(dense: target), draft: draft.map { TokenLaw(dense: $0) }))
  }

  @Test(arguments: drawing)
  func tokensTheTargetNeverWritesAreNeverEmitted(name: String) throws {
    for draft in [[0.25, 0.5, 0.25], [0, 1, 0], [0, 0.5, 0.5]] {
      let law = try law(name, [0.5, 0, 0.5], draft, on: tree())
      #expect(law.outcomes.keys.allSatisfy { !$0.emitted.contains(1) })
      #expect(abs(law.outcomes.values.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test(arguments: drawing)
  func aTokenTheDraftCannotDrawIsRefusedWhereTheDraftCounts(name: String) throws {
    let law = try law(name, [0.2, 0.5, 0.3], [0, 0, 1], on: .drawn([1]))
    // Two never look at q; two go on at the child that a draw from (p - q)+ = (0.2, 0.5, 0) hits.
    let stops =
      switch name {
      case "sample-match", "point-mass": 0.5
      case "naive-tree", "k-seq": 2.0 / 7
      default: 1.0
      }
    #expect(abs(law.acceptedLengths[0] - stops) < 1e-12)
  }

  @Test(arguments: VerifierRegistry.names)
  func aVocabularyOfOneTokenLeavesNoChoice(name: String) throws {
    let law = try law(name, [1], [1], on: .drawn([0, 0]))
    #expect(law.outcomes == [ExactLaw.Outcome(accepted: [0, 0], extra: 0): 1])
  }

  @Test(arguments: drawing)
  func aCertainTargetEmitsItsTokenOnly(name: String) throws {
    let law = try law(name, [0, 1, 0], [0.3, 0.3, 0.4], on: tree())
    #expect(Set(law.emitted.keys.flatMap { $0 }) == [1])
  }

  @Test(arguments: VerifierRegistry.names)
  func lawsThatAreNotNumbersEmitTokenZeroAndAcceptNothing(name: String) throws {
    // The most probable of the numbers there are is still the most probable one.
    let broken =
      [[Double.nan, .nan, .nan], [0, 0, 0]] + (name == "greedy" ? [] : [[.nan, 0.5, 0.5]])
    for target in broken {
      for draft in [[0.5, 0.5, 0], nil] {
        let law = try law(name, target, draft, on: .drawn([1, 2]))
        #expect(law.outcomes == [ExactLaw.Outcome(accepted: [], extra: 0): 1])
      }
    }
  }

  @Test(arguments: drawing)
  func aDraftLawThatIsNotANumberNeverDividesTheTarget(name: String) throws {
    let law = try law(name, [0.5, 0.25, 0.25], [.nan, .nan, .nan], on: .drawn([1]))
    #expect(abs(law.outcomes.values.reduce(0, +) - 1) < 1e-12)
    #expect(abs((law.firstToken[0] ?? 0) - 0.5) < 1e-12)
  }

  @Test(arguments: drawing)
  func aSparseLawGivesWhatTheDenseOneGives(name: String) throws {
    let (p, q) = ([0.5, 0, 0.125, 0.375], [0, 0.5, 0.25, 0.25])
    func sparse(_ values: [Double]) -> TokenLaw {
      let support = values.indices.filter { values[$0] > 0 }
      return TokenLaw(
        vocabularySize: 4, support: support.map { TokenID($0) },
        probabilities: support.map { values[$0] })
    }
    var tree = DraftTree(anchor: 0, law: .independent)
    for token in [1, 2, 1, 3] as [TokenID] { tree.append(token, under: .root, source: "test") }
    tree.append(3, under: 2, source: "test")
    tree.seal()
    let verifier = try VerifierRegistry.make(name)
    let dense = ExactLaw(
      of: verifier, on: tree, laws: Laws(target: TokenLaw(dense: p), draft: TokenLaw(dense: q)))
    for laws in [
      Laws(target: sparse(p), draft: sparse(q)),
      Laws(target: TokenLaw(dense: p), draft: sparse(q)),
      Laws(target: sparse(p), draft: TokenLaw(dense: q)),
    ] {
      let law = ExactLaw(of: verifier, on: tree, laws: laws)
      #expect(ExactLaw.totalVariation(law.outcomes, dense.outcomes) < 1e-12)
    }
  }

  @Test(arguments: drawing)
  func namingSomeTokensOnlyLumpsTheRest(name: String) throws {
    let laws = Laws(
      target: TokenLaw(dense: [0.1, 0.3, 0.2, 0.25, 0.15]),
      draft: TokenLaw(dense: [0.2, 0.2, 0.4, 0.1, 0.1]))
    let verifier = try VerifierRegistry.make(name)
    let whole = ExactLaw(of: verifier, on: tree(), laws: laws)
    let lumped = ExactLaw(of: verifier, on: tree(), laws: laws, naming: [])
    for (found, expected) in zip(lumped.acceptedLengths, whole.acceptedLengths) {
      #expect(abs(found - expected) < 1e-12)
    }
    for token in [0, 1, 2] as [TokenID] {
      #expect(abs((lumped.firstToken[token] ?? 0) - (whole.firstToken[token] ?? 0)) < 1e-12)
    }
    #expect(lumped.outcomes.count < whole.outcomes.count)
  }

  @Test func aResidualWithoutMassFallsBackToTheTargetAndSaysSo() {
    // p = q: only a coin that is not below 1 refuses, and then nothing is left of p.
    struct Refusing: JudgeDraws {
      mutating func coin(acceptance: Double) -> Coin { Coin(uniform: 1, isAccepted: false) }
      mutating func token(from masses: TokenMasses) -> TokenDraw { masses.token(at: 0.5) }
      mutating func choice(of count: Int) -> ChoiceDraw { ChoiceDraw(index: 0, uniform: 0) }
      mutating func noise() -> Double { 0.5 }
      mutating func match(_ law: TokenLaw, depth: Int) -> GumbelNoise.Draw {
        preconditionFailure("not drawn here")
      }
    }
    let even = TokenLaw(dense: [0.25, 0.25, 0.5])
    for verifier in [TokenVerifier(), BlockVerifier(), RecursiveVerifier()] as [any Verifier] {
      var draws = Refusing()
      let judgement = verifier.judge(
        .drawn([1]), laws: Laws(target: even, draft: even), draws: &draws, endTokens: [])
      let last = judgement.steps.last?.action
      #expect(judgement.extra == 2)
      #expect(last?.numbers[.residualMass] == 0)
      #expect(last?.numbers[.probability] == 0.5)
    }
  }
}

extension DraftTree {
  /// A chain drawn independently.
  fileprivate static func drawn(_ tokens: [TokenID]) -> DraftTree {
    var tree = DraftTree(anchor: 0, law: .independent)
    _ = tokens.reduce(NodeIndex.root) { tree.append($1, under: $0, source: "test") }
    tree.seal()
    return tree
  }
}
