import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

@testable import Controllers

/// What one drawn path says of a shape, against branching over all draws of drafting and verifying.
struct ShapeValueTests {
  static let shapes = [
    DraftShape(trunk: 0, paths: 1, length: 3), DraftShape(trunk: 0, paths: 2, length: 2),
    DraftShape(trunk: 1, paths: 2, length: 1), DraftShape(trunk: 1, paths: 3, length: 2),
    DraftShape(trunk: 2, paths: 4, length: 1), DraftShape(trunk: 0, paths: 3, length: 1),
    DraftShape(trunk: 0, paths: 2, length: 3), DraftShape(trunk: 2, paths: 1, length: 1),
  ]

  /// The levels of a path of the table.
  private func levels(_ table: LawTable, along path: [TokenID]) -> [PathLevel] {
    path.indices.map { depth in
      let before = Array(path[..<depth])
      let (p, q) = (table.targetLaw(after: before), table.draftLaw(after: before))
      return PathLevel(
        NodeOverlap(
          node: .root,
          refusals: RefusalChances.chances(target: p, draft: q, count: NodeOverlap.drawCount),
          draftEntropy: q.entropy),
        targetProbability: p.probability(of: path[depth]),
        draftProbability: q.probability(of: path[depth]))
    }
  }

  /// The mean over all paths that q can draw.
  private func mean(
    of shape: DraftShape, _ table: LawTable, endTokens: Set<TokenID> = []
  ) throws -> Double {
    let trees = try ExactLaw.trees { draws in
      var laws = TableLaws(table)
      return try ChainGrowth(GrowthShape("chain")).grow(
        GrowthRequest(anchor: 0, budget: shape.depth, endTokens: endTokens), laws: &laws,
        draws: &draws)
    }
    return try trees.reduce(0) { sum, entry in
      let path = Array(entry.key.tokens.dropFirst())
      let value = try #require(
        ShapeValue.expectedAccepted(
          of: shape, along: levels(table, along: path),
          endsText: path.last.map(endTokens.contains) ?? false))
      return sum + entry.value * value
    }
  }

  private func exact(
    of shape: DraftShape, _ table: LawTable, endTokens: Set<TokenID> = []
  ) throws -> Double {
    let growth = try GrowthRegistry.make(GrowthShape(shape.growth))
    return ExactLaw(
      of: try VerifierRegistry.make("recursive-with-replacement"), table: table,
      endTokens: endTokens,
      trees: try ExactLaw.trees { draws in
        var laws = TableLaws(table)
        return try growth.grow(
          GrowthRequest(anchor: 0, budget: shape.nodeCount, endTokens: endTokens), laws: &laws,
          draws: &draws)
      }
    ).expectedAccepted
  }

  @Test(arguments: shapes) func theMeanOverDrawnPathsIsExact(_ shape: DraftShape) throws {
    for seed: UInt64 in 1...3 {
      let table = LawTable.random(
        seed: seed, vocabularySize: shape.nodeCount > 5 ? 2 : 3, depth: 3,
        closeness: seed == 3 ? 0.6 : 0)
      #expect(abs(try mean(of: shape, table) - exact(of: shape, table)) < 1e-12)
    }
  }

  @Test func nothingIsExpectedBelowAnEndToken() throws {
    let table = LawTable.random(seed: 5, vocabularySize: 3, depth: 3)
    for shape in Self.shapes.prefix(4) {
      let (mean, exact) = (
        try mean(of: shape, table, endTokens: [1]), try exact(of: shape, table, endTokens: [1])
      )
      #expect(abs(mean - exact) < 1e-12)
    }
  }

  @Test func aPathThatIsTooShortSaysNothing() {
    let table = LawTable.random(seed: 1, vocabularySize: 2, depth: 3)
    let levels = levels(table, along: [0, 1])
    #expect(
      ShapeValue.expectedAccepted(of: DraftShape(trunk: 1, paths: 2, length: 2), along: levels)
        == nil)
    #expect(
      ShapeValue.expectedAccepted(of: DraftShape(trunk: 1, paths: 2, length: 1), along: levels)
        != nil)
  }

  @Test func shapesKeepToTheBudgetAndDifferInWhatTheyDraft() throws {
    let shapes = DraftShape.all(budget: 6)
    #expect(shapes.allSatisfy { (1...6).contains($0.nodeCount) && $0.depth <= 8 })
    #expect(Set(shapes).count == shapes.count)
    #expect(shapes.count == 23)
    #expect(DraftShape.all(budget: 0) == [])
    for shape in shapes { _ = try GrowthShape(shape.growth) }
  }
}
