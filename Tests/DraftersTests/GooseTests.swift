import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct GooseTests {
  private func drafter(_ prompt: [TokenID], _ assignments: String = "") -> GooseDrafter {
    GooseDrafter(
      DraftingContext(vocabularySize: 100, prompt: prompt)
        .with(assignments, for: GooseDrafter.self))
  }

  private func line(_ lines: [String], _ beginning: String) -> String? {
    lines.first { $0.hasPrefix(beginning) }
  }

  // MARK: Vectors of drafters.md section 17

  @Test(arguments: [
    (20, 8, [7, 3, 2, 1, 1, 1, 1, 1]),
    (3, 8, [1, 1, 1, 0, 0, 0, 0, 0]),
    (15, 18, [4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]),
  ])
  func spineBranchesAreSharedHarmonically(budget: Int, count: Int, shares: [Int]) {
    #expect(GooseBudget.harmonicSplit(budget, over: count) == shares)
  }

  @Test(arguments: [
    (0, false, 0), (3, false, 0.225), (7, false, 0.525), (8, false, 0.7), (14, false, 0.8),
    (20, false, 0.9), (26, false, 0.9), (3, true, 1), (0, true, 0),
  ])
  func confidenceFollowsLengthAndConsensus(length: Int, hasConsensus: Bool, confidence: Double) {
    let found = Spine.confidence(chainLength: length, hasConsensus: hasConsensus)
    #expect(abs(found - confidence) < 1e-12)
  }

  @Test(arguments: [
    (0.0, 0.5, 60, 0.5, 30), (0, 0.1, 60, 0.15, 9), (0.3, 0.3, 72, 0.51, 36),
    (0.7, 0.5, 88, 0.85, 74), (1, 0.5, 100, 1.0, 99),
  ])
  func rowsAndSpineOfAHundredRowsAreThePublishedOnes(
    confidence: Double, average: Double, rows: Int, share: Double, spine: Int
  ) {
    // The paper's 100 at full confidence counts the root; 99 nodes are left besides it.
    let budget = GooseBudget(
      rows: 100, reserve: 0.4, confidence: confidence, average: average, chainLength: 100)
    #expect(budget.rows == rows)
    #expect(abs(budget.spineShare - share) < 1e-12)
    #expect(budget.spine == spine)
    #expect(budget.spine + budget.rootBranches + budget.spineBranches == rows - 1)
  }

  // MARK: The spine

  @Test func theEarliestOccurrenceIsCopiedAndWithConsensusTakesTheWholeBudget() {
    // 1 2 3 went on with 4 twice: consensus.
    var drafter = drafter([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 9, 1, 2, 3])
    let tree = drafter.propose(.testing([1, 2, 3], budget: 4))
    #expect(tree.tokens == [3, 4, 5, 6, 1])
    #expect(tree.sources.dropFirst().allSatisfy { $0 == "spine" })
  }

  @Test func withoutAMatchOfThreeTokensAndWithoutRowsNothingIsDrafted() {
    var drafter = drafter([1, 2, 9, 1, 2])
    #expect(drafter.propose(.testing([1, 2], budget: 8)).draftedCount == 0)
  }

  @Test func aCopiedSpanStopsAtAnEndToken() {
    var drafter = drafter([1, 2, 3, 4, 0, 6, 1, 2, 3, 4, 0, 7, 1, 2, 3])
    let tree = drafter.propose(.testing([1, 2, 3], budget: 8, endTokens: [0]))
    #expect(tree.tokens == [3, 4, 0])
  }

  @Test func aSureChainGoesOnPastTheEndOfTheText() {
    let loop = (0..<12).map { TokenID(1 + $0 % 3) }
    var drafter = drafter(loop)
    let tree = drafter.propose(.testing(loop, budget: 15))
    #expect(tree.tokens == (0...15).map { TokenID(1 + ($0 + 2) % 3) })
  }

  @Test func aReserveIsReleasedByConfidenceAlone() {
    let text: [TokenID] = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 9, 1, 2, 3]
    var sure = drafter(text, "reserve=0.5")
    #expect(sure.propose(.testing([1, 2, 3], budget: 9)).draftedCount == 9)
    // One occurrence followed by five tokens: confidence 0.375, so 5 of 10 rows and 1 more.
    var unsure = drafter([1, 2, 3, 4, 5, 1, 2, 3], "reserve=0.5")
    #expect(unsure.propose(.testing([1, 2, 3], budget: 9)).draftedCount == 4)
  }

  @Test func theRowsOfThePromptFillTheTable() {
    let rows = [
      PromptRow(
        position: 1, token: 7,
        alternatives: [Alternative(token: 9, targetProbability: 1, modelProbability: 0.5)])
    ]
    var warm = GooseDrafter(
      DraftingContext(vocabularySize: 100, prompt: [5, 7, 8], promptRows: rows)
        .with(for: GooseDrafter.self))
    #expect(warm.propose(.testing([5, 7], budget: 1)).tokens == [7, 9])
    #expect(warm.propose(.testing([4, 7], budget: 1)).tokens == [7, 9])
  }

  @Test func theReachBarShortensTheSpine() {
    // 0.7 with consensus: 0.7 > 0.49 > 0.4 > 0.343.
    var drafter = drafter([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 9, 1, 2, 3])
    let tree = drafter.propose(.testing([1, 2, 3], budget: 8, reachBar: 0.4))
    #expect(tree.tokens == [3, 4, 5])
  }

  // MARK: Branches

  /// A round that scores a chain below the anchor, with the same alternatives below each node.
  private func round(
    _ anchor: TokenID, _ chain: [TokenID], _ alternatives: [[TokenID]], _ committed: [TokenID]
  ) -> Round {
    .testing(tree: .chain(anchor, chain), alternatives: alternatives, committed: committed)
  }

  @Test func branchesComeFromTheRowOfThePairBeforeThatOfTheToken() {
    var drafter = drafter([5, 1])
    // After (5, 1): 20, 21. Then 1 again after 20: 30, 31, the last row of token 1.
    _ = drafter.observe(round(1, [], [[20, 21]], [20]))
    _ = drafter.observe(round(20, [1], [[1], [30, 31]], [1, 5]))
    _ = drafter.observe(round(5, [], [[1]], [1]))
    let known = drafter.propose(.testing([5, 1], budget: 2))
    #expect(known.tokens[1] == 20)
    _ = drafter.observe(round(1, [], [[]], [60]))
    _ = drafter.observe(round(60, [], [[]], [1]))
    let other = drafter.propose(.testing([60, 1], budget: 2))
    #expect(other.tokens[1] == 30)
    #expect(other.sources[1] == "root branch")
  }

  @Test func ofRepeatedTokensInOneTreeTheLastRowWins() {
    var drafter = drafter([1])
    _ = drafter.observe(round(1, [3, 4, 3], [[3], [5], [6], [7]], [3, 4, 3, 7]))
    _ = drafter.observe(round(7, [], [[9]], [9]))
    // (9, 3) was never seen: the row of 3 alone is that of its last place.
    _ = drafter.observe(round(9, [], [[8]], [3]))
    #expect(drafter.propose(.testing([9, 3], budget: 1)).tokens == [3, 7])
  }

  @Test func rootBranchesLeaveOutTheSpinesTokenAndSpineBranchesTheNextOne() {
    var drafter = drafter([1, 2, 3])
    // Rows of 3 (4 first) and of 4 (5 first); then the text comes back to 1 2 3.
    _ = drafter.observe(round(3, [4], [[4, 40, 41], [5, 50, 51]], [4, 5]))
    let text: [TokenID] = [1, 2, 3]
    _ = drafter.observe(round(5, [], [[]], text))
    let tree = drafter.propose(.testing(text, budget: 12))
    #expect(tree.sources.contains("spine"))
    let roots = tree.children(of: .root)
    #expect(roots.map { tree.sources[$0.rawValue] }.prefix(2) == ["spine", "root branch"])
    #expect(Set(roots.map { tree.tokens[$0.rawValue] }).count == roots.count)
    #expect(roots.dropFirst().allSatisfy { [40, 41].contains(tree.tokens[$0.rawValue]) })
    let branches = tree.nodes.filter { tree.sources[$0] == "spine branch" }
    #expect(!branches.isEmpty)
    #expect(branches.allSatisfy { tree.tokens[$0] != 5 })
  }

  @Test func withoutASpineHalfGoesToTheRootAndTheRestIntoDepth() {
    var drafter = drafter([1])
    for token in 1...40 {
      _ = drafter.observe(
        round(
          TokenID(token), [], [(1...8).map { TokenID(10 * ($0 - 1) + token % 10 + 1) }],
          [TokenID(token + 1)]))
    }
    let tree = drafter.propose(.testing([39, 40], budget: 6))
    #expect(tree.draftedCount <= 6)
    #expect(tree.sources.count { $0 == "root branch" } == 3)
    #expect(tree.sources.contains("extension"))
  }

  @Test func chainGrowthDraftsOnePath() {
    var drafter = drafter([1, 2, 3, 4, 5, 1, 2, 3])
    _ = drafter.observe(round(3, [4], [[4, 40, 41], [5, 50, 51]], [4, 5, 1, 2, 3]))
    let tree = drafter.propose(.testing([1, 2, 3], growth: "chain", budget: 8))
    #expect(tree.depths == Array(0..<tree.count))
    #expect(tree.draftedCount > 1)
  }

  // MARK: Learning

  @Test func theAverageMovesOnlyInRoundsThatHadASpine() {
    var drafter = drafter([1, 2, 3, 4, 1, 2])
    let without = drafter.observe(round(2, [], [[]], [3]))
    #expect(line(without, "average")?.contains("0.50") == true)
    #expect(line(without, "no earlier occurrence") != nil)
    // Now 1 2 3 matches, and the spine of 4 1 2 ... is right for none.
    let with = drafter.observe(round(3, [4], [[], []], [9]))
    #expect(line(with, "average")?.contains("0.35") == true)
    #expect(line(with, "spine right for 0 of") != nil)
  }

  @Test func roundsOfAnotherDrafterTeachTheSame() {
    let text: [TokenID] = [1, 2, 3, 4, 5, 6, 1, 2, 3]
    var (own, other) = (drafter(text), drafter(text))
    let tree = own.propose(.testing(text, budget: 8))
    let committed: [TokenID] = [4, 5, 9]
    let ownLines = own.observe(.testing(tree: tree, committed: committed))
    let otherLines = other.observe(.testing(tree: .chain(3, []), committed: committed))
    #expect(line(ownLines, "average") == line(otherLines, "average"))
    #expect(line(ownLines, "spine right") == line(otherLines, "spine right"))
  }

  @Test func memoryIsBoundedOverAnUnboundedRun() {
    var index = ContextIndex([], capacity: 64)
    var table = SuccessorTable(vocabularySize: 5_000, pairCapacity: 100)
    for place in 0..<10_000 {
      index.append([TokenID(place * 7 % 5_000)])
      table.write(
        [Alternative(token: 1, targetProbability: 1, modelProbability: 1)],
        after: TokenID(place % 5_000), predecessor: TokenID(place / 2 % 5_000))
      #expect(index.text.count <= 64)
      #expect(index.gramCount <= 3 * 64)
      #expect(table.pairCount <= 100)
      #expect(table.singleCount <= 5_000)
    }
  }

  @Test func aForgottenHalfStillLeavesTheLatestTextToMatch() {
    var index = ContextIndex([], capacity: 16)
    index.append((1...40).map { TokenID($0) })
    #expect(index.match([3, 4, 5]) == nil)
    #expect(index.match([35, 36, 37])?.continuation == [38, 39, 40])
  }
}
