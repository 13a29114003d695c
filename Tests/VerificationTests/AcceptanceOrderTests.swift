import TestSupport
import Testing
import Tokens

@testable import Verification

/// Which verifier accepts at least as much as which, and where two are the same.
struct AcceptanceOrderTests {
  static let chain = VectorDrafting(kind: .chain, length: 2)
  static let paths = VectorDrafting(kind: .independentPaths, paths: 2, length: 2)
  static let delayed = VectorDrafting(kind: .delayed, paths: 2, length: 1, trunk: 1)
  static let distinct = VectorDrafting(kind: .withoutReplacement, branching: [2, 2])

  static let models = (1...4 as ClosedRange<UInt64>).map {
    LawTable.random(
      seed: 100 + $0, vocabularySize: $0 == 1 ? 3 : 2, depth: 2, closeness: $0 < 3 ? 0 : 0.6)
  }

  private func law(_ name: String, _ way: VectorDrafting, _ table: LawTable) throws -> ExactLaw {
    ExactLaw(of: try VerifierRegistry.make(name), table: table) { way.tree(from: table, &$0) }
  }

  private func expected(_ name: String, _ way: VectorDrafting, _ table: LawTable) throws -> Double {
    try law(name, way, table).expectedAccepted
  }

  @Test(arguments: [
    (("block", chain), ("token", chain)),
    (("traversal", distinct), ("recursive", distinct)),
    (("traversal", paths), ("recursive", paths)),
    (("traversal-with-replacement", paths), ("spec-infer", paths)),
    (("traversal-with-replacement", delayed), ("spec-infer", delayed)),
    (("spec-infer", paths), ("naive-tree", paths)),
    (("naive-tree", paths), ("sample-match", paths)),
    (("naive-tree", paths), ("token", chain)),
    (("spec-infer", paths), ("token", chain)),
    (("traversal", paths), ("block", chain)),
    (("traversal-with-replacement", paths), ("block", chain)),
    (("recursive", distinct), ("sample-match", distinct)),
    (("recursive", distinct), ("spec-infer", paths)),
  ])
  func theFirstAcceptsAtLeastAsMuch(
    better: (String, VectorDrafting), other: (String, VectorDrafting)
  ) throws {
    for table in Self.models {
      let (more, less) = (
        try expected(better.0, better.1, table), try expected(other.0, other.1, table)
      )
      #expect(more >= less - 1e-12)
    }
  }

  @Test(arguments: [
    ("block", "token", chain), ("traversal", "recursive", distinct),
    ("traversal", "recursive", paths), ("traversal-with-replacement", "spec-infer", paths),
    ("traversal-with-replacement", "spec-infer", delayed),
  ])
  func nothingIsAcceptedEquallyOften(first: String, second: String, way: VectorDrafting) throws {
    for table in Self.models {
      let (one, other) = (try law(first, way, table), try law(second, way, table))
      #expect(abs(one.acceptedLengths[0] - other.acceptedLengths[0]) < 1e-12)
    }
  }

  @Test(arguments: [
    ("sample-match", "point-mass", paths), ("sample-match", "point-mass", distinct),
    ("spec-infer", "recursive-with-replacement", paths),
    ("spec-infer", "token", chain), ("k-seq", "token", chain), ("naive-tree", "token", chain),
    ("recursive", "token", chain), ("traversal", "block", chain),
    ("traversal-with-replacement", "block", chain), ("greedy-multi-path", "block", chain),
    ("greedy-multi-path-switch", "block", chain),
    (
      "traversal", "recursive",
      VectorDrafting(kind: .withoutReplacement, branching: [2])
    ),
    (
      "traversal-with-replacement", "spec-infer",
      VectorDrafting(kind: .independentPaths, paths: 2, length: 1)
    ),
  ])
  func bothHaveOneLaw(first: String, second: String, way: VectorDrafting) throws {
    for table in Self.models {
      let (one, other) = (try law(first, way, table), try law(second, way, table))
      #expect(ExactLaw.totalVariation(one.outcomes, other.outcomes) < 1e-12)
    }
  }

  /// E[tau] of block verification is the sum of E_q[w_i].
  @Test func theWeightsOfAPathSumToItsExpectedLength() throws {
    for table in Self.models {
      var sum = 0.0
      for (tree, chance) in ExactLaw.trees(of: { Self.chain.tree(from: table, &$0) }) {
        var draws = KeyedDraws(KeyedRandomness(seed: 1), position: 0)
        let judgement = BlockVerifier().judge(
          tree, laws: TableLaws(table, tree: tree), draws: &draws, endTokens: [])
        let weights = judgement.steps.filter { $0.action.kind == .weigh }
        sum += chance * weights.reduce(0) { $0 + ($1.action.numbers[.weight] ?? 0) }
      }
      #expect(abs(sum - (try expected("block", Self.chain, table))) < 1e-12)
    }
  }

  @Test(arguments: VerifierRegistry.names.filter { $0 != "typical" && $0 != "greedy" })
  func aDraftOfTheTargetItselfIsAcceptedWhole(name: String) throws {
    let notAll = ["sample-match", "point-mass", "greedy-multi-path"]
    let table = LawTable.random(seed: 11, vocabularySize: 3, depth: 2, closeness: 1)
    let length = try expected(name, Self.paths, table)
    #expect(notAll.contains(name) ? length < 2 : abs(length - 2) < 1e-7)
  }

  @Test func rankingIsNotAlwaysBetterThanOnePath() throws {
    // p = q uniform over two tokens, one position: ranking skews q away from p.
    let even = TokenLaw(dense: [0.5, 0.5])
    let table = LawTable(
      vocabularySize: 2, depth: 1, target: [[]: even, [0]: even, [1]: even], draft: [[]: even])
    for (paths, acceptance) in [(2, 0.75), (3, 0.625)] {
      let way = VectorDrafting(kind: .independentPaths, paths: paths, length: 1)
      #expect(abs(try expected("greedy-multi-path", way, table) - acceptance) < 1e-12)
      #expect(abs(try expected("greedy-multi-path-switch", way, table) - 1) < 1e-12)
    }
  }
}
