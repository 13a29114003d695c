import DraftTrees
import TestSupport
import Testing
import Tokens

@testable import Verification

/// Laws enumerated on random models: what is allowed changes nothing, what is not shows.
struct LosslessPropertyTests {
  /// A way to draft, with the law it has.
  struct Drafting: Sendable, CustomTestStringConvertible {
    var law: ProposalLaw
    var way: VectorDrafting
    var testDescription: String { "\(law) \(way.kind)" }
  }

  static let draftings = [
    Drafting(law: .independent, way: VectorDrafting(kind: .chain, length: 2)),
    Drafting(law: .independent, way: VectorDrafting(kind: .independentPaths, paths: 2, length: 2)),
    Drafting(law: .independent, way: VectorDrafting(kind: .independentPaths, paths: 3, length: 1)),
    Drafting(law: .independent, way: VectorDrafting(kind: .delayed, paths: 2, length: 1, trunk: 1)),
    Drafting(
      law: .withoutReplacement, way: VectorDrafting(kind: .withoutReplacement, branching: [2, 2])),
    Drafting(law: .withoutReplacement, way: VectorDrafting(kind: .heap, count: 4)),
    Drafting(law: .withoutReplacement, way: VectorDrafting(kind: .threshold, threshold: 0.2)),
    Drafting(law: .deterministic, way: VectorDrafting(kind: .highest, count: 2)),
  ]

  @Test(arguments: draftings)
  func everyAllowedPairIsLossless(drafting: Drafting) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let table = LawTable.random(seed: seed, vocabularySize: seed == 1 ? 3 : 2, depth: 2)
      let trees = ExactLaw.trees { drafting.way.tree(from: table, &$0) }
      for name in Compatibility.safeVerifiers(for: drafting.law, sampling: sampling) {
        let law = ExactLaw(of: try VerifierRegistry.make(name), table: table, trees: trees)
        let variation = law.totalVariation(from: table)
        #expect(variation < 1e-12, "\(name), seed \(seed): \(variation)")
        #expect(abs(law.outcomes.values.reduce(0, +) - 1) < 1e-12)
      }
    }
  }

  @Test(arguments: draftings.filter { $0.law != .independent })
  func everyPairThatIsRefusedIsBiased(drafting: Drafting) throws {
    let allowed = Compatibility.safeVerifiers(for: drafting.law, sampling: sampling)
    for name in VerifierRegistry.names where !allowed.contains(name) {
      let verifier = try VerifierRegistry.make(name)
      #expect(isBiased(verifier, drafting.way, by: 1e-3), "\(name)")
    }
  }

  @Test(arguments: CounterExampleRegistry.names)
  func everyCounterExampleIsBiased(name: String) throws {
    let example = try #require(CounterExampleRegistry.find(name))
    let ways =
      Self.draftings.filter { $0.law == example.law }.map(\.way)
      + (name == "wrong-traversal-order"
        ? [VectorDrafting(kind: .independentPaths, paths: 3, length: 2)] : [])
    #expect(ways.contains { isBiased(example.verifier, $0, by: 1e-4) })
  }

  /// Whether one of some random models shows it.
  private func isBiased(
    _ verifier: any Verifier, _ way: VectorDrafting, by bar: Double
  ) -> Bool {
    (1...12 as ClosedRange<UInt64>).contains { seed in
      let table = LawTable.random(seed: seed, vocabularySize: seed < 8 ? 2 : 3, depth: 2)
      let law = ExactLaw(of: verifier, table: table) { way.tree(from: table, &$0) }
      return law.totalVariation(from: table) > bar
    }
  }

  @Test(arguments: draftings)
  func anEndTokenEndsTheTextAndChangesNoLaw(drafting: Drafting) throws {
    let table = LawTable.random(seed: 7, vocabularySize: 2, depth: 2)
    let trees = ExactLaw.trees { drafting.way.tree(from: table, &$0) }
    for name in Compatibility.safeVerifiers(for: drafting.law, sampling: sampling) {
      let law = ExactLaw(
        of: try VerifierRegistry.make(name), table: table, endTokens: [1], trees: trees)
      #expect(law.totalVariation(from: table) < 1e-12, "\(name)")
      for outcome in law.outcomes.keys {
        #expect(!outcome.emitted.dropLast().contains(1), "\(name)")
        #expect((outcome.extra == nil) == (outcome.accepted.last == 1), "\(name)")
      }
    }
  }

  /// A sibling dropped after drawing for a reason that has nothing to do with its token.
  @Test(arguments: ["recursive", "traversal", "point-mass", "sample-match"])
  func aPrunedSiblingLeavesTheOthersTheirLaw(name: String) throws {
    let table = LawTable.random(seed: 9, vocabularySize: 3, depth: 1)
    let law = ExactLaw(of: try VerifierRegistry.make(name), table: table) { draws in
      var tree = DraftTree(anchor: 0, law: .withoutReplacement)
      var rest = TokenMasses(table.draftLaw(after: []))
      for place in 0..<3 {
        let token = draws.token(from: rest).token
        rest.remove(token)
        let node = tree.append(token, under: .root, source: "test")
        if place == 1 { tree.prune(node) }
      }
      tree.seal()
      return tree
    }
    #expect(law.totalVariation(from: table) < 1e-12)
  }

  /// q names two tokens of three, and the third sibling is drawn uniformly from the rest.
  @Test(arguments: ["recursive", "traversal"])
  func siblingsBeyondTheSupportOfTheDraftAreUniform(name: String) throws {
    var laws: [[TokenID]: TokenLaw] = [[]: TokenLaw(dense: [0.1, 0.2, 0.3, 0.4])]
    for token in 0..<4 { laws[[TokenID(Int(token))]] = TokenLaw(dense: [0.4, 0.3, 0.2, 0.1]) }
    let table = LawTable(
      vocabularySize: 4, depth: 1, target: laws,
      draft: [[]: TokenLaw(dense: [0.75, 0, 0.25, 0])])
    let law = ExactLaw(of: try VerifierRegistry.make(name), table: table) { draws in
      var tree = DraftTree(anchor: 0, law: .withoutReplacement)
      var siblings = SiblingLaw(table.draftLaw(after: []), vocabularySize: 4)
      for _ in 0..<4 {
        let token = draws.token(from: siblings.masses(drawing: 0)).token
        siblings.remove(token)
        tree.append(token, under: .root, source: "test")
      }
      tree.seal()
      return tree
    }
    #expect(law.totalVariation(from: table) < 1e-12)
    #expect(abs(law.expectedAccepted - 1) < 1e-12)
  }

  private var sampling: SamplingSettings { SamplingSettings(temperature: 1) }
}
