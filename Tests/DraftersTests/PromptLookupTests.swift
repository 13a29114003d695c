import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Drafters

struct PromptLookupTests {
  private func draft(
    _ text: [TokenID], budget: Int = 8, reachBar: Double = 0, endTokens: Set<TokenID> = []
  ) -> DraftTree {
    var drafter = PromptLookupDrafter(
      DraftingContext(vocabularySize: 100, prompt: text))
    return drafter.propose(
      .testing(text, budget: budget, reachBar: reachBar, endTokens: endTokens))
  }

  @Test func theLongestMatchWins() {
    let tree = draft([1, 2, 3, 50, 9, 3, 60, 8, 2, 3, 70, 1, 2, 3], budget: 2)
    #expect(tree.tokens == [3, 50, 9])
    #expect(tree.sources == ["", "match of 3", "match of 3"])
  }

  @Test func theMostRecentOfEqualMatchesWins() {
    let tree = draft([5, 1, 5, 2, 5], budget: 2)
    #expect(tree.tokens == [5, 2, 5])
    #expect(tree.sources[1] == "match of 1")
  }

  @Test func aLoopIsDraftedOnBeyondTheEndOfTheText() {
    #expect(draft([7, 8, 9, 7, 8, 9, 7, 8], budget: 8).tokens == [8, 9, 7, 8, 9, 7, 8, 9, 7])
    #expect(draft([4, 4], budget: 3).tokens == [4, 4, 4, 4])
  }

  @Test func aCopyStopsAtAnEndToken() {
    #expect(draft([1, 2, 0, 3, 1], budget: 5, endTokens: [0]).tokens == [1, 2, 0])
  }

  @Test func withoutAMatchNothingIsDrafted() {
    #expect(draft([1, 2, 3, 4]).draftedCount == 0)
    #expect(draft([1]).draftedCount == 0)
  }

  @Test func theBudgetBoundsTheCopy() {
    #expect(draft([4, 4], budget: 0).draftedCount == 0)
    #expect(draft([4, 4], budget: 1).draftedCount == 1)
  }

  @Test func aLongMatchIsCopiedFurtherThanAShortOneBeforeTheBarStopsIt() {
    // Prior acceptances 0.3 and 0.7: 0.3 > 0.25 > 0.09, and 0.7^3 > 0.25 > 0.7^4.
    #expect(draft([4, 9, 4], reachBar: 0.25).draftedCount == 1)
    #expect(draft([1, 2, 3, 4, 5, 1, 2, 3], reachBar: 0.25).draftedCount == 3)
  }

  @Test func acceptanceLearnedMovesWhereTheBarStops() {
    var drafter = PromptLookupDrafter(
      DraftingContext(vocabularySize: 100, prompt: [4, 9, 4]))
    var text: [TokenID] = [4, 9, 4]
    for index in 0..<6 {
      let emitted: [TokenID] = index.isMultiple(of: 2) ? [50, TokenID(10 + index), 4] : [50, 9, 4]
      text += emitted
      _ = drafter.observe(
        .testing(tree: .chain(4, []), committed: emitted, index: index))
    }
    let after = drafter.propose(.testing(text, reachBar: 0.25))
    #expect(after.tokens.prefix(2) == [4, 50])
  }

  @Test func learningSaysTheMatchAndHowManyOccurrencesAgree() {
    var drafter = PromptLookupDrafter(
      DraftingContext(vocabularySize: 100, prompt: [1, 2, 3, 8, 1, 2, 3, 7, 1, 2, 3, 7, 1, 2, 3]))
    let lines = drafter.observe(.testing(tree: .chain(3, [7]), committed: [7, 9]))
    #expect(
      lines == [
        """
        the last 3 tokens stood before at 8..<11; 2 of 3 occurrences went on with the same token
        """,
        "copying from 11 was right for 1 token",
        "matches of 3: first token right 1 of 1",
      ])
  }

  @Test func whatStoodLongAgoIsForgottenAndTheRestIsFoundWhereItStands() {
    var index = MatchIndex([], capacity: 16)
    for position in 0..<1_000 {
      index.append([TokenID(position % 5)])
      #expect(index.rememberedCount <= 16 && index.textCount == position + 1)
      guard index.rememberedCount > 8 else { continue }
      let match = index.longestMatch()
      #expect(match?.length == 3 && match?.start == position + 1 - 5)
      #expect(match.map { index.continuation(of: $0, at: 0) } == TokenID((position + 1) % 5))
    }
  }
}
