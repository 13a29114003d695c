import DraftTrees
import Models
import TestSupport
import Testing
import Tokens
import Verification

@testable import Drafters

/// The exact law of sampled drafts from an exit: every draw of drafting and verification branched
/// over.
struct ExitLosslessTests {
  private static let text: [TokenID] = [1, 0]
  private static let depth = 2
  private let target: TableModel

  init() throws {
    target = TableModel(vocabularySize: 3, order: 3, seed: 2, spread: 2, shortVocabulary: [0, 2])
    try target.prefill(Self.text.dropLast(), isCancelled: { false })
  }

  private func reading(_ vocabulary: ExitVocabulary) -> ExitReading {
    ExitReading(
      target, layer: 2, vocabulary: vocabulary, sampling: SamplingSettings(temperature: 1))
  }

  /// Scores the anchor and more tokens as a chain, or brings them to the exit.
  private func rows(_ tokens: [TokenID]) -> (tokens: [TokenID], parents: [Int?]) {
    ([0] + tokens, (0...tokens.count).map { $0 == 0 ? nil : $0 - 1 })
  }

  /// p and q after every sequence of drafted tokens.
  private func table(_ vocabulary: ExitVocabulary) throws -> LawTable {
    var (p, q): ([[TokenID]: TokenLaw], [[TokenID]: TokenLaw]) = ([:], [:])
    var level: [[TokenID]] = [[]]
    for length in 0...Self.depth {
      for tokens in level {
        let rows = rows(tokens)
        try target.score(tokens: rows.tokens, parents: rows.parents)
        p[tokens] = target.withLogits(row: tokens.count) {
          LogitProcessing.law(logits: $0, settings: SamplingSettings(temperature: 1))
        }
        guard length < Self.depth else { continue }
        let reading = reading(vocabulary)
        try reading.advance(tokens: rows.tokens, parents: rows.parents)
        reading.forEachLaw(of: [tokens.count], isStopping: false) { _, law, _ in
          q[tokens] = law
        }
      }
      level = level.flatMap { tokens in (0..<3).map { tokens + [TokenID($0)] } }
    }
    return LawTable(vocabularySize: 3, depth: Self.depth, target: p, draft: q)
  }

  private func trees(
    _ vocabulary: ExitVocabulary, _ growth: String, stop: StopRule?
  ) throws -> [DraftTree: Double] {
    let policy = try GrowthRegistry.make(GrowthShape(growth))
    return try ExactLaw.trees { draws in
      var laws = ExitLaws(
        reading(vocabulary), isStopping: stop != nil, deepest: Self.depth)
      return try policy.grow(
        GrowthRequest(anchor: 0, budget: 4, stop: stop), laws: &laws, draws: &draws)
    }
  }

  static let stops: [StopRule?] = [
    nil, StopRule(.confidence, threshold: 0.4), StopRule(.topProbability, threshold: 1),
  ]

  @Test(arguments: stops, [ExitVocabulary.whole, .short])
  func aSampledChainLeavesTheTargetsLawAsItIs(
    stop: StopRule?, vocabulary: ExitVocabulary
  ) throws {
    let table = try table(vocabulary)
    let trees = try trees(vocabulary, "chain", stop: stop)
    #expect(trees.keys.contains { $0.draftedCount < Self.depth } == (stop != nil))
    #expect(trees.keys.allSatisfy { $0.draftedCount > 0 })
    for name in ["token", "block", "traversal-with-replacement"] {
      let law = ExactLaw(of: try VerifierRegistry.make(name), table: table, trees: trees)
      #expect(law.totalVariation(from: table) < 1e-12, "\(name)")
    }
  }

  @Test(arguments: ["independent-paths:paths=2,length=2", "delayed:trunk=1,paths=2,length=1"])
  func sampledTreesLeaveTheTargetsLawAsItIs(growth: String) throws {
    let table = try table(.short)
    let trees = try trees(.short, growth, stop: nil)
    for name in ["spec-infer", "traversal-with-replacement"] {
      let law = ExactLaw(of: try VerifierRegistry.make(name), table: table, trees: trees)
      #expect(law.totalVariation(from: table) < 1e-12, "\(name)")
    }
  }

  /// drafters.md sections 1.2 and 17: the harness must see what dropping an unsure token does.
  @Test func droppingTheTokenThatEndsAChainWouldChangeTheLaw() throws {
    let table = try table(.whole)
    let dropping = try ExactLaw.trees { draws in
      var laws = ExitLaws(reading(.whole), isStopping: false, deepest: Self.depth)
      var tree = DraftTree(anchor: 0, law: .independent)
      var node = NodeIndex.root
      while tree.draftedCount < Self.depth {
        let draw = draws.token(from: TokenMasses(try laws.law(below: node, of: tree)))
        guard draw.probability >= 0.4 else { break }
        node = tree.append(
          draw.token, under: node, draftProbability: draw.probability, source: "draw 1")
      }
      tree.seal()
      return tree
    }
    let law = ExactLaw(
      of: try VerifierRegistry.make("token"), table: table, trees: dropping)
    #expect(law.totalVariation(from: table) > 0.01)
  }
}
