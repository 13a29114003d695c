import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct TokenRecyclingTests {
  /// A drafter whose every row is filled: token t is followed by 8t + 1 ... 8t + 8.
  private func filled() -> TokenRecyclingDrafter {
    var drafter = TokenRecyclingDrafter(
      DraftingContext(vocabularySize: 40_000, prompt: [0]))
    for token in 0..<4_700 {
      _ = drafter.observe(
        .testing(
          tree: .chain(TokenID(token), []),
          alternatives: [(1...8).map { TokenID(8 * token + $0) }], committed: []))
    }
    return drafter
  }

  /// Rank paths in the order of drawing.
  private func ranks(_ tree: DraftTree) -> [[Int]] {
    tree.nodes.dropFirst().map { node in
      tree.path(to: NodeIndex(node)).map { (tree.tokens[$0.rawValue].index - 1) % 8 }
    }
  }

  @Test func theTemplateIsThePublishedOne() {
    let template = RankTemplate.published
    #expect(template.paths.count == 80)
    #expect(
      (1...6).map { depth in template.paths.count { $0.count == depth } } == [8, 21, 25, 15, 8, 3])
    #expect(template.children.count { $0.isEmpty } == 40)
    #expect(Set(template.paths).count == 80)
    for (node, path) in template.paths.enumerated() where path.count > 1 {
      #expect(template.paths[template.parents[node]!] == path.dropLast())
    }
  }

  @Test func theBestEightPathsBeforeAnythingIsKnownAreThePublishedOnes() {
    var drafter = filled()
    let tree = drafter.propose(.testing([0], budget: 8))
    #expect(ranks(tree) == [[0], [0, 0], [1], [2], [0, 0, 0], [0, 1], [1, 0], [3]])
    #expect(tree.sources.dropFirst().prefix(3) == ["rank 1", "rank 1", "rank 2"])
  }

  @Test(arguments: [(4, 1.65), (8, 1.82), (16, 1.97), (32, 2.12), (80, 2.26)])
  func subTreesHaveThePublishedMeanLength(budget: Int, meanLength: Double) {
    var drafter = filled()
    let tree = drafter.propose(.testing([0], budget: budget))
    let total = ranks(tree).reduce(1.0) { sum, path in
      sum + path.reduce(1.0) { $0 * RankRates.priors[$1] }
    }
    #expect(abs(total - meanLength) < 0.005)
    #expect(tree.draftedCount == budget)
  }

  @Test func rowsNeverWrittenDraftNothing() {
    var drafter = TokenRecyclingDrafter(
      DraftingContext(vocabularySize: 10, prompt: [1]))
    #expect(drafter.propose(.testing([1])).draftedCount == 0)
    _ = drafter.observe(.testing(tree: .chain(1, []), alternatives: [[4, 5]], committed: [4]))
    #expect(drafter.propose(.testing([1, 4])).draftedCount == 0)
    let tree = drafter.propose(.testing([1, 4, 1]))
    #expect(tree.tokens == [1, 4, 5])
  }

  @Test func everyRowIsRecycledAndTheLastOfATokenWins() {
    var drafter = TokenRecyclingDrafter(
      DraftingContext(vocabularySize: 10, prompt: [1]))
    var tree = DraftTree(anchor: 1, law: .deterministic)
    let accepted = tree.append(2, under: .root, source: "rank 1")
    tree.append(3, under: .root, source: "rank 2")
    tree.append(3, under: accepted, source: "rank 1")
    tree.seal()
    _ = drafter.observe(
      .testing(tree: tree, alternatives: [[2], [5], [6], [7]], committed: [2, 9]))
    #expect(drafter.propose(.testing([3], budget: 1)).tokens == [3, 7])
    #expect(drafter.propose(.testing([2], budget: 1)).tokens == [2, 5])
  }

  @Test func prunedNodesAreNotRecycled() {
    var drafter = TokenRecyclingDrafter(
      DraftingContext(vocabularySize: 10, prompt: [1]))
    var tree = DraftTree(anchor: 1, law: .deterministic)
    tree.prune(tree.append(2, under: .root, source: "rank 1"))
    tree.seal()
    _ = drafter.observe(.testing(tree: tree, alternatives: [[2], [5]], committed: [2]))
    #expect(drafter.propose(.testing([2])).draftedCount == 0)
  }

  @Test func chainGrowthKeepsOnlyTheBestPath() {
    var drafter = filled()
    let tree = drafter.propose(.testing([0], growth: "chain", budget: 20))
    #expect(ranks(tree) == (1...6).map { [Int](repeating: 0, count: $0) })
  }

  @Test func theReachBarKeepsOutWhatDoesNotPay() {
    var drafter = filled()
    let tree = drafter.propose(.testing([0], budget: 80, reachBar: 0.1))
    #expect(ranks(tree) == [[0], [0, 0], [1]])
  }

  @Test func nothingIsDraftedBelowAnEndToken() {
    var drafter = filled()
    let tree = drafter.propose(.testing([0], budget: 8, endTokens: [1]))
    #expect(ranks(tree).allSatisfy { $0.first != 0 || $0.count == 1 })
    #expect(tree.draftedCount == 8)
  }

  @Test func measuredAcceptanceReordersThePaths() {
    var drafter = filled()
    for _ in 0..<40 {
      _ = drafter.observe(
        .testing(tree: .chain(0, []), alternatives: [(1...8).map { TokenID($0) }], committed: [3]))
    }
    let tree = drafter.propose(.testing([0], budget: 1))
    #expect(ranks(tree) == [[2]])
    let lines = drafter.observe(
      .testing(tree: .chain(0, []), alternatives: [(1...8).map { TokenID($0) }], committed: [3]))
    #expect(
      lines == [
        "row of the anchor 0: 1, 2, 3, 4, 5, 6, 7, 8; rank 3 was right",
        "rows written: 1; filled: 4700 of 40000",
        "right by rank, of 41: 1: 0, 2: 0, 3: 41, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0",
      ])
  }
}
