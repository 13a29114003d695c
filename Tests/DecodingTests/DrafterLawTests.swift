import DraftTrees
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

/// Drafters that draw from a law of their own: what they draw is what their growth policy draws from
/// that law, draw for draw; and the policy's exact law, with every verifier allowed, is the target's.
struct DrafterLawTests {
  static let shapes = [
    "chain", "independent-paths:paths=2,length=2", "delayed:trunk=1,paths=2,length=1",
    "gumbel-top-k:k=2,depth=2", "dyspec", "dyspec-threshold:threshold=0.2", "sequoia:depth=2",
  ]
  private static let prompt: [TokenID] = [1, 0, 2]
  private static let budget = 4
  private static let sampling = SamplingSettings(temperature: 1)

  /// A drafter, and the laws of its target and its own.
  private struct Pair {
    var drafter: any Drafter
    var table: LawTable
  }

  private func draftModel(seed: UInt64, depth: Int) throws -> Pair {
    let target = TableModel(vocabularySize: 3, order: 2, seed: seed)
    let draft = target.drafting(noise: 1.5)
    let table = try table(
      depth, target: { try law(of: target, after: $0) }, draft: { try law(of: draft, after: $0) })
    let drafter = try DrafterRegistry.make(
      "draft-model",
      DraftingContext(
        vocabularySize: 3, prompt: Self.prompt,
        draftModel: DraftModel(target.drafting(noise: 1.5), name: "noisy")))
    return Pair(drafter: drafter, table: table)
  }

  @Test(arguments: shapes)
  func aDraftModelDrawsWhatItsPolicyDrawsFromItsLaws(_ shape: String) throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      var pair = try draftModel(seed: seed, depth: Self.budget)
      let request = DraftRequest(
        text: Self.prompt, growth: shape, budget: Self.budget, reachBar: 0, sampling: Self.sampling,
        randomness: KeyedRandomness(seed: seed), endTokens: [])
      var draws = KeyedDraws(
        request.randomness, position: Self.prompt.count - 1, purpose: .draft)
      let expected = try grow(shape, pair.table, &draws)
      #expect(try pair.drafter.propose(request) == expected)
    }
  }

  @Test(arguments: shapes)
  func withEveryVerifierAllowedTheLawIsTheTargets(_ shape: String) throws {
    let law = try DraftModelDrafter.descriptor.law(with: shape)
    for seed in 1...2 as ClosedRange<UInt64> {
      let table = try draftModel(seed: seed, depth: 2).table
      let trees = try ExactLaw.trees { try grow(shape, table, &$0) }
      for name in Compatibility.safeVerifiers(for: law, sampling: Self.sampling) {
        let exact = ExactLaw(of: try VerifierRegistry.make(name), table: table, trees: trees)
        #expect(exact.totalVariation(from: table) < 1e-12, "\(name), seed \(seed)")
      }
    }
  }

  private func grow(_ shape: String, _ table: LawTable, _ draws: inout some Draws) throws
    -> DraftTree
  {
    var laws = TableLaws(table)
    return try GrowthRegistry.make(GrowthShape(shape)).grow(
      GrowthRequest(
        anchor: Self.prompt[2], budget: Self.budget,
        rankRates: [HitRate](repeating: HitRate(), count: 4)),
      laws: &laws, draws: &draws)
  }

  /// Both laws after every sequence of up to `depth` drafted tokens.
  private func table(
    _ depth: Int, target: ([TokenID]) throws -> TokenLaw, draft: ([TokenID]) throws -> TokenLaw
  ) rethrows -> LawTable {
    var (p, q): ([[TokenID]: TokenLaw], [[TokenID]: TokenLaw]) = ([:], [:])
    var paths: [[TokenID]] = [[]]
    for length in 0...depth {
      for path in paths {
        p[path] = try target(Self.prompt + path)
        if length < depth { q[path] = try draft(Self.prompt + path) }
      }
      paths = paths.flatMap { path in (0..<3).map { path + [TokenID($0)] } }
    }
    return LawTable(vocabularySize: 3, depth: depth, target: p, draft: q)
  }

  private func law(of model: TableModel, after text: [TokenID]) throws -> TokenLaw {
    model.truncate(to: 0)
    try model.prefill(text.dropLast(), isCancelled: { false })
    try model.score(tokens: text.suffix(1), parents: [nil])
    return model.withLogits(row: 0) {
      LogitProcessing.law(logits: $0, settings: Self.sampling)
    }
  }
}
