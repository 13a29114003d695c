import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct RetrievalTests {
  private func drafter(
    _ texts: [[TokenID]], prompt: [TokenID], note: String? = nil, _ assignments: String = ""
  )
    throws -> RetrievalDrafter
  {
    try RetrievalDrafter(
      DraftingContext(
        vocabularySize: 100_000, prompt: prompt,
        retrieval: try RetrievalCorpus(texts, note: note)
      ).with(assignments, for: RetrievalDrafter.self))
  }

  // MARK: The table of suffixes

  @Test func everySequenceIsFoundWhereItStandsAndNowhereElse() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      let texts = (0..<3).map { _ in
        (0..<60).map { _ in TokenID(Int.random(in: 0..<3, using: &generator)) }
      }
      let corpus = try RetrievalCorpus(texts)
      #expect(corpus.tokenCount == 180)
      for length in 1...8 {
        let query = (0..<length).map { _ in TokenID(Int.random(in: 0..<3, using: &generator)) }
        let expected = texts.enumerated().flatMap { number, text in
          text.indices.dropLast(length - 1).filter { Array(text[$0..<$0 + length]) == query }
            .map { $0 + number * 61 }
        }
        #expect(corpus.matches(of: query).map(Int.init).sorted() == expected)
      }
    }
  }

  @Test func matchesStandInTheOrderOfWhatFollows() throws {
    let corpus = try RetrievalCorpus([[1, 9, 1, 3, 1, 5, 1]])
    #expect(corpus.matches(of: [1]).map(Int.init) == [6, 2, 4, 0])
    #expect(corpus.sample(of: [1], limit: 2) == [6, 4])
    #expect(corpus.followers(of: [1]) == [3: 1, 5: 1, 9: 1])
  }

  @Test func aContinuationEndsWithItsText() throws {
    let corpus = try RetrievalCorpus([[1, 2], [3, 4]])
    #expect(corpus.continuation(at: 1, limit: 10) == [2])
    #expect(corpus.matches(of: [2, 3]).isEmpty)
  }

  @Test func numbersBeyondSixteenBitsAreKept() throws {
    let corpus = try RetrievalCorpus([[70_000, 80_000, 4_464, 1]])
    #expect(corpus.matches(of: [4_464]).count == 1)
    #expect(corpus.continuation(at: 0, limit: 2) == [70_000, 80_000])
  }

  @Test func emptyTextsHoldNothing() throws {
    let corpus = try RetrievalCorpus([[]])
    #expect(corpus.matches(of: [1, 2]).isEmpty)
    #expect(try RetrievalCorpus([]).matches(of: [1]).isEmpty)
  }

  @Test func buildingCanBeCancelled() {
    #expect(throws: CancellationError.self) {
      try RetrievalCorpus([[1, 1, 1]], isCancelled: { true })
    }
  }

  // MARK: Drafting

  @Test func theLongestEndOfTheTextThatStandsInTheTextsIsContinued() throws {
    var drafter = try drafter(
      [[1, 2, 3, 50, 51], [9, 2, 3, 60], [2, 3, 60]], prompt: [7, 1, 2, 3])
    let tree = drafter.propose(.testing([7, 1, 2, 3], budget: 4))
    #expect(tree.tokens == [3, 50, 51])
    #expect(tree.sources[1] == "match of 3-4")
  }

  @Test func theMostFrequentBeginningsAreDraftedWithTheirShares() throws {
    var drafter = try drafter(
      [[1, 2, 5, 6], [1, 2, 5, 7], [1, 2, 8, 9], [1, 2, 5, 6]], prompt: [1, 2])
    let tree = drafter.propose(.testing([1, 2], budget: 3))
    #expect(tree.tokens == [2, 5, 6, 8])
    #expect(tree.parents == [nil, .root, NodeIndex(1), .root])
    #expect(tree.estimates == [nil, 0.75, 0.5, 0.25])
  }

  @Test func withoutAMatchNothingIsDrafted() throws {
    var drafter = try drafter([[1, 2, 3]], prompt: [4, 3])
    #expect(drafter.propose(.testing([4, 3])).draftedCount == 0)
    var atTheEnd = try self.drafter([[1, 2, 3]], prompt: [2, 3])
    #expect(atTheEnd.propose(.testing([2, 3])).draftedCount == 0)
  }

  @Test func nothingIsDraftedBelowAnEndToken() throws {
    var drafter = try drafter([[1, 2, 0, 5, 6]], prompt: [1, 2])
    #expect(drafter.propose(.testing([1, 2], endTokens: [0])).tokens == [2, 0])
  }

  @Test func chainGrowthDraftsOnePath() throws {
    var drafter = try drafter([[1, 2, 5, 6], [1, 2, 5, 7], [1, 2, 8, 9]], prompt: [1, 2])
    #expect(drafter.propose(.testing([1, 2], growth: "chain")).tokens == [2, 5, 6])
  }

  @Test func theReachBarKeepsOutWhatDoesNotPay() throws {
    var drafter = try drafter([[1, 2, 5, 6, 7]], prompt: [1, 2])
    // 0.35, then 0.1225.
    #expect(drafter.propose(.testing([1, 2], reachBar: 0.2)).tokens == [2, 5])
  }

  @Test func learningShowsWhatWasRetrievedAndWhatOfTheTextsIsUsed() throws {
    var drafter = try drafter(
      [[1, 2, 5, 6], [1, 2, 5, 7]], prompt: [1, 2], note: "only the beginning is used")
    let lines = drafter.observe(.testing(tree: .chain(2, []), committed: [5, 7, 9]))
    #expect(
      lines == [
        "the last 2 tokens stand at 2 places; 2 continuations read, right for 2 tokens",
        "went on with: 5 2",
        "8 tokens of 2 texts; found in 1 of 1 rounds",
        "only the beginning is used",
        "match of 2, right by rank, of 2: 1: 1, 2: 1, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0",
      ])
    let further = drafter.observe(.testing(tree: .chain(9, []), committed: [9]))
    #expect(further[0] == "the last 2 tokens do not stand in the texts")
  }
}
