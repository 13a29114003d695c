import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct LookaheadTests {
  private func window(_ cells: [[TokenID]], levelCount: Int) -> JacobiWindow {
    var window = JacobiWindow(width: cells[0].count, levelCount: levelCount) { cells[0][$0] }
    for level in cells.dropFirst() {
      _ = window.advance(level.map(Optional.some), emitted: 1) { _ in 0 }
    }
    return window
  }

  private func tree(_ window: JacobiWindow, anchor: TokenID = 1, endTokens: Set<TokenID> = [])
    -> DraftTree
  {
    var tree = DraftTree(anchor: anchor, law: .deterministic)
    window.add(columns: window.width, to: &tree, endTokens: endTokens, source: "window")
    tree.seal()
    return tree
  }

  // MARK: The window

  @Test func levelOneIsAChainAndEachColumnHangsBelowItsCellOfLevelOne() {
    let tree = tree(window([[10, 20, 30], [11, 21, 31]], levelCount: 2))
    let paths = tree.nodes.dropFirst().map { tree.tokens(to: NodeIndex($0)) }
    #expect(
      paths == [[10], [10, 11], [10, 20], [10, 20, 21], [10, 20, 30], [10, 20, 30, 31]])
  }

  @Test func aCellBesideASiblingOfTheSameTokenSharesItsNode() {
    let window = window([[10, 20], [20, 21]], levelCount: 2)
    let tree = tree(window)
    #expect(tree.tokens == [1, 10, 20, 21])
    #expect(
      window.nodes(in: tree) == [[NodeIndex(1), NodeIndex(2)], [NodeIndex(2), NodeIndex(3)]])
  }

  @Test func nothingHangsBelowAnEndToken() {
    #expect(tree(window([[10, 20], [0, 21]], levelCount: 2), endTokens: [10]).tokens == [1, 10])
    let below = tree(window([[10, 20, 30], [0, 21, 31]], levelCount: 2), endTokens: [20])
    #expect(below.tokens == [1, 10, 0, 20])
  }

  @Test func theFirstRoundsFillTheLevelsAndThenEachGivesNGrams() {
    var window = JacobiWindow(width: 2, levelCount: 3) { TokenID(10 * ($0 + 1)) }
    #expect(window.advance([11, 21], emitted: 1) { _ in 0 }.isEmpty)
    #expect(window.advance([12, 22], emitted: 1) { _ in 0 }.isEmpty)
    let grams = window.advance([13, 23], emitted: 1) { _ in 0 }
    #expect(grams == [[10, 11, 12, 13], [20, 21, 22, 23]])
    #expect(window.levels == [[11, 21], [12, 22], [13, 23]])
  }

  @Test func columnsTheTextHasPassedAreDroppedAndNewOnesFilled() {
    var window = window([[10, 20, 30]], levelCount: 1)
    let grams = window.advance([11, 21, 31], emitted: 3) { TokenID(90 + $0) }
    #expect(grams == [[10, 11], [20, 21], [30, 31]])
    #expect(window.levels == [[31, 93, 94]])
  }

  @Test func aRoundThatDidNotCarryTheWindowLeavesItAsItIs() {
    var window = window([[10, 20], [11, 21]], levelCount: 2)
    let before = window
    #expect(window.advance([nil, nil], emitted: 2) { _ in 0 }.isEmpty)
    #expect(window == before)
  }

  // MARK: The pool

  @Test func theOldestNGramOfATokenIsDropped() {
    var pool = NGramPool(perToken: 2)
    pool.insert([1, 1], after: 5)
    pool.insert([2, 2], after: 5)
    pool.insert([3, 3], after: 5)
    #expect(pool.candidates(after: 5) == [[3, 3], [2, 2]])
    pool.insert([2, 2], after: 5)
    #expect(pool.candidates(after: 5) == [[2, 2], [3, 3]])
  }

  @Test func thePoolIsBoundedOverAnUnboundedRun() {
    var pool = NGramPool(perToken: 3, capacity: 40)
    for place in 0..<10_000 {
      pool.insert([TokenID(place)], after: TokenID(place % 300))
      #expect(pool.count <= 40)
      #expect(pool.candidates(after: TokenID(place % 300)).count <= 3)
    }
  }

  // MARK: Drafting

  private func drafter(_ prompt: [TokenID] = [5], _ assignments: String = "") -> LookaheadDrafter {
    LookaheadDrafter(
      DraftingContext(vocabularySize: 100, prompt: prompt)
        .with(assignments, for: LookaheadDrafter.self))
  }

  /// A round of the drafter's own tree in which the target counts 5 6 7 8 5 6 ... below each node.
  private func counting(_ tree: DraftTree) -> Round {
    func next(_ token: TokenID) -> TokenID { TokenID(5 + (token.index - 4) % 4) }
    return .testing(
      tree: tree, alternatives: tree.tokens.map { [next($0)] }, committed: [next(tree.anchor)])
  }

  @Test func theWindowRunsIntoNGramsWhichAreDraftedWhenTheirTokenComes() {
    var drafter = drafter([5])
    var text: [TokenID] = [5]
    var sources: Set<String> = []
    for _ in 0..<8 {
      let tree = drafter.propose(.testing(text, budget: 6))
      #expect(tree.draftedCount <= 6)
      sources.formUnion(tree.sources)
      let round = counting(tree)
      _ = drafter.observe(round)
      text += round.committed.map(\.token)
    }
    #expect(sources == ["", "window", "pool"])
    let tree = drafter.propose(.testing([6], budget: 6))
    #expect(tree.tokens.prefix(3) == [6, 7, 8])
    #expect(tree.sources.prefix(3) == ["", "pool", "pool"])
  }

  @Test func theSizesOfThePaperNeedAboutFiftyRows() {
    var drafter = drafter([5], "window=7,ngram=5,pool=7")
    var text: [TokenID] = [5]
    var rowCounts: [Int] = []
    for _ in 0..<6 {
      let tree = drafter.propose(.testing(text, budget: 60))
      rowCounts.append(tree.sources.count { $0 == "window" })
      let round = counting(tree)
      _ = drafter.observe(round)
      text += round.committed.map(\.token)
    }
    // One prompt token alone: cells of equal tokens share nodes, so there are fewer than 7 x 4.
    #expect(rowCounts.allSatisfy { (1...28).contains($0) })
    #expect(rowCounts[0] == 7)
  }

  @Test func thePoolCanStartFromThePrompt() {
    var cold = drafter([1, 2, 3, 4, 1])
    #expect(!cold.propose(.testing([1], budget: 6)).sources.contains("pool"))
    var warm = drafter([1, 2, 3, 4, 1], "prompt=1")
    let tree = warm.propose(.testing([1], budget: 6))
    #expect(tree.tokens.prefix(3) == [1, 2, 3])
    #expect(tree.sources.prefix(3) == ["", "pool", "pool"])
  }

  @Test func aSmallBudgetCarriesFewerColumns() {
    var drafter = drafter()
    #expect(drafter.propose(.testing([5], budget: 0)).draftedCount == 0)
    #expect(drafter.propose(.testing([5], budget: 1)).draftedCount == 1)
  }

  @Test func nGramsStopAtAnEndToken() {
    var drafter = drafter([5])
    var text: [TokenID] = [5]
    for _ in 0..<8 {
      let round = counting(drafter.propose(.testing(text, budget: 6)))
      _ = drafter.observe(round)
      text += round.committed.map(\.token)
    }
    let tree = drafter.propose(.testing([6], budget: 6, endTokens: [7]))
    let end = tree.child(of: .root, token: 7)
    #expect(end.map { tree.children(of: $0).isEmpty } == true)
  }

  @Test func learningShowsTheWindowAndThePool() {
    var drafter = drafter([5])
    let lines = drafter.observe(counting(drafter.propose(.testing([5], budget: 6))))
    #expect(
      lines == [
        "window, level 1 of 2: 5 5",
        "no n-gram behind the anchor",
        "pool: 0 tokens (at most 16384); a hit in 0 of 1 rounds",
      ])
  }
}
