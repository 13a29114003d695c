import Decoding
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

/// Rows of the prompt for drafters that learn from them.
struct PromptRowTests {
  private let prompt: [TokenID] = [1, 2, 3, 4, 5, 2, 3]

  @Test func everyPositionButTheAnchorsHasARowOfWhatTheTargetSays() throws {
    let model = TableModel(order: 1)
    let session = try makeSession(model, prompt: prompt, .testing(drafter: "token-recycling"))
    try session.prepare()
    let rows = session.promptRows
    #expect(rows.map(\.token) == prompt.dropLast())
    #expect(rows.map(\.position) == Array(0..<6))
    #expect(rows.allSatisfy { $0.alternatives.count == 8 })
    // The model looks at one token alone, so equal tokens have equal rows.
    #expect(rows[1].alternatives == rows[5].alternatives)
    #expect(model.cachedCount == prompt.count - 1)
    let best = rows[1].alternatives[0].token
    let plain = try makeSession(TableModel(order: 1), prompt: [1, 2], .testing())
    #expect(try plain.performRound().committed[0].token == best)
  }

  @Test func aDrafterThatDoesNotAskGetsNoneAndCostsNoRows() throws {
    let model = TableModel(order: 1)
    let session = try makeSession(model, prompt: prompt, .testing(drafter: "prompt-lookup"))
    try session.prepare()
    #expect(session.promptRows.isEmpty)
    #expect(model.passes.isEmpty)
  }

  @Test func onlyTheLastPositionsOfALongPromptAreScored() throws {
    let model = TableModel(order: 1, contextLength: 2_000)
    let long = (0..<1_000).map { TokenID($0 % 12) }
    let session = try makeSession(model, prompt: long, .testing(drafter: "goose"))
    try session.prepare()
    #expect(session.promptRows.count == PromptRow.mostRows)
    #expect(session.promptRows.last?.token == long[998])
    #expect(model.cachedCount == 999)
  }

  @Test func aPromptOfOneTokenHasNoRows() throws {
    let session = try makeSession(
      TableModel(order: 1), prompt: [3], .testing(drafter: "token-recycling"))
    try session.finish()
    #expect(session.promptRows.isEmpty)
  }

  @Test func theFirstRoundDraftsFromThePrompt() throws {
    let session = try makeSession(
      TableModel(order: 1), prompt: prompt, .testing(drafter: "token-recycling"))
    #expect(try session.performRound().tree.draftedCount > 0)
  }

  @Test(arguments: ["token-recycling", "goose"])
  func switchingInMidRunReadsThePromptThenAndLeavesTheTextAsItIs(drafter: String) throws {
    let plain = try makeSession(TableModel(order: 2, seed: 3), prompt: prompt, .testing())
    try plain.finish()
    let session = try makeSession(
      TableModel(order: 2, seed: 3), prompt: prompt, .testing(drafter: "prompt-lookup"))
    for _ in 0..<5 { try session.performRound() }
    try session.change(.testing(drafter: drafter))
    try session.finish()
    #expect(session.text == plain.text)
    let straight = try makeSession(
      TableModel(order: 2, seed: 3), prompt: prompt, .testing(drafter: drafter))
    try straight.prepare()
    #expect(session.promptRows == straight.promptRows)
    #expect(!session.promptRows.isEmpty)
  }
}
