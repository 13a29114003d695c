import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct AdedTests {
  private typealias Pair = TrigramTable.Pair

  private func drafter(_ prompt: [TokenID], _ assignments: String = "") -> AdedDrafter {
    AdedDrafter(
      DraftingContext(vocabularySize: 100, prompt: prompt).with(assignments, for: AdedDrafter.self))
  }

  // MARK: Vectors of drafters.md section 17

  @Test(arguments: [(2, 3.0, 0.4, 15.357), (1, 1.5, 0.1, 6.696)])
  func theScoreIsThePublishedOne(visits: Int, value: Double, prior: Double, score: Double) {
    let found = TrigramSearch.score(parentVisits: 10, visits: visits, value: value, prior: prior)
    #expect(abs(found - score) < 5e-4)
  }

  @Test func anUnvisitedChildComesFirst() {
    #expect(TrigramSearch.score(parentVisits: 9, visits: 0, value: 0, prior: 0) == .infinity)
  }

  // MARK: The table

  @Test func rowsStartAsFrequenciesOfThePrompt() {
    let table = TrigramTable(prompt: [1, 2, 3, 1, 2, 3, 1, 2, 4, 1, 2, 3])
    let row = table.row(Pair(first: 1, second: 2))
    #expect(row == [.init(token: 3, weight: 0.75), .init(token: 4, weight: 0.25)])
    #expect(table.row(Pair(first: 9, second: 9)).isEmpty)
  }

  @Test func aTripleGainsAStepForEachTimeItStandsInTheWindowUpToTheCap() {
    var table = TrigramTable(prompt: [])
    let pair = Pair(first: 1, second: 2)
    table.adapt(to: [1, 2, 3, 9, 1, 2, 3])
    #expect(abs(table.weight(of: 3, after: pair) - 0.08) < 1e-12)
    for _ in 0..<100 { table.adapt(to: [1, 2, 3]) }
    #expect(table.weight(of: 3, after: pair) == 3)
    #expect(table.weight(of: 9, after: Pair(first: 2, second: 3)) == 0.04)
  }

  @Test func onlyTheLastSixteenTokensGain() {
    var table = TrigramTable(prompt: [])
    table.adapt(to: [TokenID]([1, 2, 3]) + (20..<36).map { TokenID($0) })
    #expect(table.row(Pair(first: 1, second: 2)).isEmpty)
    #expect(table.weight(of: 22, after: Pair(first: 20, second: 21)) == 0.04)
    #expect(table.pairCount == 14)
  }

  @Test func aRowKeepsTwelveSuccessorsAndTheTableItsCapacity() {
    var table = TrigramTable(prompt: [], capacity: 50)
    for place in 0..<10_000 {
      let token = TokenID(place % 977)
      table.adapt(to: [1, 2, token])
      table.adapt(to: [token, TokenID(place % 31), 5])
      #expect(table.row(Pair(first: 1, second: 2)).count <= 12)
      #expect(table.pairCount <= 50)
    }
    // The newest successor always stands in its row.
    #expect(table.weight(of: TokenID(9_999 % 977), after: Pair(first: 1, second: 2)) > 0)
  }

  @Test func textsOfTheUserFillRowsTheyWereNeverSeenIn() throws {
    let corpus = try RetrievalCorpus([[7, 8, 9, 7, 8, 9, 7, 8, 1]])
    let table = TrigramTable(prompt: [7, 8, 2], corpus: corpus)
    #expect(
      table.row(Pair(first: 7, second: 8)) == [
        .init(token: 9, weight: 0.5), .init(token: 1, weight: 0.25), .init(token: 2, weight: 0.25),
      ])
    #expect(table.weight(of: 7, after: Pair(first: 8, second: 9)) == 1)
  }

  // MARK: The search

  private func search(
    _ prompt: [TokenID], _ pair: Pair, endTokens: Set<TokenID> = [],
    rollout: TrigramSearch.RolloutValue = .intended
  ) -> TrigramSearch {
    var search = TrigramSearch(
      pair, in: TrigramTable(prompt: prompt), position: 3, endTokens: endTokens,
      rollout: rollout)
    search.run()
    return search
  }

  /// (1, 2) goes on with 3 in three of four cases; (2, 3) with 4, (2, 9) with 8.
  private static let prompt: [TokenID] = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 9, 8, 1, 2, 3, 4]

  @Test func everyIterationIsAVisitOfTheRootAndVisitsAddUp() {
    let nodes = search(Self.prompt, Pair(first: 1, second: 2)).nodes
    #expect(nodes[0].visits == 150)
    for node in nodes where !node.children.isEmpty {
      let below = node.children.reduce(0) { $0 + nodes[$1].visits }
      #expect(below <= node.visits && node.visits <= below + 1)
    }
    #expect(nodes.allSatisfy { $0.depth <= 3 })
  }

  @Test func theLikelierSuccessorIsVisitedMore() {
    let search = search(Self.prompt, Pair(first: 1, second: 2))
    let first = search.candidates[0]
    #expect(first.prefix.map { search.nodes[$0].pair.second } == [3])
    #expect(first.successor == 4)
    let visits = search.candidates.map { $0.prefix.last.map { search.nodes[$0].visits } ?? 0 }
    #expect(visits == visits.sorted(by: >))
  }

  @Test func aRolloutIsWorthTheWeightsItTakesAndTheShippedValueIsConstantWhereNothingRepeats() {
    let shipped = search(Self.prompt, Pair(first: 1, second: 2), rollout: .shipped).nodes
    #expect(shipped.allSatisfy { $0.value == Double($0.visits) })
    let intended = search(Self.prompt, Pair(first: 1, second: 2)).nodes
    #expect(intended[0].value > 150)
    #expect(intended[0].value <= 150 * 4)
  }

  @Test func nothingStandsBelowAnEndToken() {
    let search = search(Self.prompt, Pair(first: 1, second: 2), endTokens: [3])
    for node in search.nodes.dropFirst() where node.pair.second == 3 {
      #expect(node.children.isEmpty)
    }
    #expect(
      search.candidates.allSatisfy {
        $0.prefix.last.map { search.nodes[$0].pair.second } != 3 || $0.successor == nil
      })
  }

  @Test func thePathsAreTheSameEachTime() {
    let pair = Pair(first: 1, second: 2)
    #expect(search(Self.prompt, pair).candidates == search(Self.prompt, pair).candidates)
  }

  // MARK: Drafting

  @Test func visitedPrefixesAreDraftedWithTheirVisits() {
    var drafter = drafter(Self.prompt + [1, 2])
    let tree = drafter.propose(.testing(Self.prompt + [1, 2], budget: 4))
    #expect(tree.tokens.prefix(3) == [2, 3, 4])
    #expect(tree.sources.prefix(3) == ["", "search", "likeliest successor"])
    #expect((tree.estimates[1] ?? 0) > 75)
    #expect(tree.draftedCount == 4)
  }

  @Test func iterationsAndTheShippedValueCanBeChosen() {
    for assignments in ["iterations=20", "iterations=20,shipped=1"] {
      var drafter = drafter(Self.prompt + [1, 2], assignments)
      let tree = drafter.propose(.testing(Self.prompt + [1, 2], budget: 20))
      let below = tree.children(of: .root).compactMap { tree.estimates[$0.rawValue] }
      #expect(below.reduce(0, +) == 20)
    }
  }

  @Test func withoutARowNothingIsDrafted() {
    var drafter = drafter([1, 2, 3])
    #expect(drafter.propose(.testing([1, 2, 3])).draftedCount == 0)
    var single = self.drafter([1])
    #expect(single.propose(.testing([1])).draftedCount == 0)
  }

  @Test func chainGrowthDraftsOnePath() {
    var drafter = drafter(Self.prompt + [1, 2])
    let tree = drafter.propose(.testing(Self.prompt + [1, 2], growth: "chain", budget: 8))
    #expect(tree.depths == Array(0..<tree.count))
    #expect(tree.tokens.prefix(3) == [2, 3, 4])
  }

  @Test func theReachBarKeepsOutWhatDoesNotPay() {
    var drafter = drafter(Self.prompt + [1, 2])
    // 0.35 for the first rank, 0.1225 for two of them.
    let tree = drafter.propose(.testing(Self.prompt + [1, 2], budget: 8, reachBar: 0.2))
    #expect(tree.tokens == [2, 3])
  }

  @Test func learningShowsTheVisitsOfItsOwnTree() {
    var drafter = drafter(Self.prompt + [1, 2])
    let tree = drafter.propose(.testing(Self.prompt + [1, 2], budget: 4))
    let lines = drafter.observe(.testing(tree: tree, committed: [3]))
    #expect(lines[0].hasPrefix("visits of 150: 3 "))
  }

  @Test func learningShowsTheRowBeforeAndAfter() {
    var drafter = drafter([1, 2])
    let lines = drafter.observe(.testing(tree: .chain(2, []), committed: [7]))
    #expect(lines[0] == "row of 1 2 before: empty")
    #expect(lines[1] == "row of 1 2 after: 7 0.04")
    #expect(lines[2].hasPrefix("pairs: 1 (at most 65536)"))
  }
}
