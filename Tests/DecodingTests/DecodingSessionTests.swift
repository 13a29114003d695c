import Decoding
import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

struct DecodingSessionTests {
  private let text: [TokenID] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3]

  @Test func anEndTokenInsideTheDraftEndsTheRunThere() throws {
    let session = try makeSession(
      TableModel(saying: text), .testing(), endTokens: [6], services: copying(text, depth: 5))
    let round = try session.performRound()
    #expect(round.tree.tokens == [3, 4, 5, 6, 7, 8])
    #expect(round.committed.map(\.token) == [4, 5, 6])
    #expect(round.committed.map(\.origin) == [.accepted, .accepted, .accepted])
    #expect(round.finish == .endToken)
    #expect(round.judgement?.extra == nil)
  }

  @Test func theTokenLimitCutsARoundExactly() throws {
    let session = try makeSession(
      TableModel(saying: text), .testing(), maximumTokens: 3, services: copying(text, depth: 5))
    let round = try session.performRound()
    #expect(round.judgement?.accepted.count == 5)
    #expect(round.committed.map(\.token) == [4, 5, 6])
    #expect(round.finish == .tokenLimit)
    #expect(session.isPrepared)
  }

  @Test func acceptedAndExtraTokensSayWhereTheyCameFrom() throws {
    let wrong: [TokenID] = [1, 2, 3, 4, 5, 9]
    let session = try makeSession(
      TableModel(saying: text), .testing(), services: copying(wrong, depth: 3))
    let round = try session.performRound()
    #expect(
      round.committed == [
        CommittedToken(token: 4, origin: .accepted, node: 1),
        CommittedToken(token: 5, origin: .accepted, node: 2),
        CommittedToken(token: 6, origin: .corrected, node: nil),
      ])
    #expect(try session.performRound().committed.map(\.origin) == [.bonus])
  }

  @Test func aFullContextEndsTheRunAsItEndsPlainDecoding() throws {
    for drafter in ["none", "prompt-lookup"] {
      let model = TableModel(order: 1, seed: 2, contextLength: 20)
      let session = try makeSession(model, .testing(drafter: drafter), maximumTokens: 100)
      #expect(try session.finish() == .contextFull)
      #expect(session.emitted.count == 18)
      #expect(model.cachedCount == 20)
    }
  }

  @Test func theBudgetKeepsToThePassAndTheContext() throws {
    let model = TableModel(order: 1, contextLength: 8, maximumRowCount: 4)
    let session = try makeSession(model, .testing(budget: 9))
    let round = try session.perform(.choose)
    #expect(round.choice.budget == 3)
    #expect(round.choice.reason == "as asked: at most 9 drafted tokens; there is room for 3")
    let tight = TableModel(order: 1, contextLength: 4)
    #expect(try makeSession(tight, .testing(budget: 9)).perform(.choose).choice.budget == 1)
  }

  @Test func settingsChangeFromTheNextRoundOn() throws {
    let session = try makeSession(TableModel(order: 1), .testing(drafter: "token-recycling"))
    try session.performRound()
    try session.perform(.choose)
    let changed = RoundSettings.testing(drafter: "prompt-lookup", verifier: "greedy", budget: nil)
    try session.change(changed)
    #expect(try session.performRound().settings.drafter == "token-recycling")
    let next = try session.performRound()
    #expect(next.settings == changed)
    #expect(next.choice.controller == "auto")
    #expect(next.index == 2)
  }

  @Test func switchingDraftersDoesNotChangeTheText() throws {
    let sampling = SamplingSettings(temperature: 0.9)
    let plain = try makeSession(TableModel(order: 2), .testing(sampling: sampling))
    try plain.finish()
    let session = try makeSession(TableModel(order: 2), .testing(sampling: sampling))
    let drafters = ["none", "token-recycling", "prompt-lookup", "token-recycling"]
    var finish: FinishReason?
    while finish == nil {
      try session.change(
        .testing(drafter: drafters[session.line.count % 4], sampling: sampling))
      finish = try session.performRound().finish
    }
    #expect(session.text == plain.text)
  }

  @Test func unsafeOrUnknownSettingsAreRefusedAndTheOldOnesStay() throws {
    let session = try makeSession(TableModel(order: 1), .testing(verifier: "greedy"))
    #expect(throws: DecodingError.self) {
      try session.change(
        .testing(verifier: "greedy", sampling: SamplingSettings(temperature: 1)))
    }
    #expect(throws: (any Error).self) { try session.change(.testing(drafter: "eagle")) }
    #expect(session.settings == .testing(verifier: "greedy"))
    #expect(try session.performRound().settings == .testing(verifier: "greedy"))
  }

  @Test(arguments: [
    (SamplingSettings(temperature: -1), "temperature is -1.0, and must be 0 or more"),
    (SamplingSettings(temperature: .nan), "temperature is nan, and must be 0 or more"),
    (SamplingSettings(topK: -1), "top-k is -1, and must be 0 (all) or more"),
    (SamplingSettings(topP: 0), "top-p is 0.0, and must be above 0 and at most 1"),
    (SamplingSettings(minP: 2), "min-p is 2.0, and must be between 0 and 1"),
  ])
  func numbersOutOfRangeAreRefusedWithTheRange(sampling: SamplingSettings, sentence: String) {
    let error = #expect(throws: DecodingError.self) {
      try RoundSettings.testing(sampling: sampling).validate()
    }
    #expect(error?.description == sentence)
  }

  @Test func promptsThatCannotBeContinuedAreRefused() {
    let model = TableModel(order: 1, contextLength: 4)
    #expect(throws: DecodingError.emptyPrompt) {
      try makeSession(model, prompt: [], .testing())
    }
    #expect(throws: DecodingError.promptTooLong(tokenCount: 5, contextLength: 4)) {
      try makeSession(model, prompt: [1, 1, 1, 1, 1], .testing())
    }
    #expect(throws: DecodingError.tokenOutsideVocabulary(token: 12, vocabularySize: 12)) {
      try makeSession(model, prompt: [12], .testing())
    }
    #expect(throws: DecodingError.self) {
      try makeSession(model, .testing(), maximumTokens: 0)
    }
  }

  @Test func aPromptThatFillsTheContextStillGivesOneToken() throws {
    let session = try makeSession(TableModel(order: 1, contextLength: 3), .testing())
    #expect(try session.finish() == .contextFull)
    #expect(session.emitted.count == 1)
  }

  @Test func logitsThatAreNotNumbersEndTheRunWithTheirPosition() throws {
    let model = TableModel(vocabularySize: 12) { context in
      [Float](repeating: context.count > 4 ? .nan : 1, count: 12)
    }
    let session = try makeSession(model, .testing())
    try session.performRound()
    try session.performRound()
    #expect(throws: DecodingError.notANumber(position: 4)) { try session.performRound() }
  }

  @Test func anInterruptedPromptIsReadOnLater() throws {
    let model = TableModel(order: 1)
    let session = try makeSession(model, prompt: (0..<11).map { TokenID($0) }, .testing())
    var looks = 0
    #expect(throws: CancellationError.self) {
      try session.prepare {
        looks += 1
        return looks > 2
      }
    }
    #expect(model.cachedCount == 8)
    try session.prepare()
    #expect(model.prefilledCount == 10)
    #expect(session.isPrepared)
  }

  @Test func aForkKeepsWhatTheCacheSharesWithTheNewLine() throws {
    let model = TableModel(order: 1, seed: 4)
    let settings = RoundSettings.testing(sampling: SamplingSettings(temperature: 1))
    let session = try makeSession(model, settings)
    try session.finish()
    let read = model.prefilledCount
    try session.fork(
      after: Array(session.line.prefix(7)), branch: 1, from: ForkPoint(branch: 0, round: 7),
      settings: settings)
    #expect(session.isPrepared)
    #expect(model.cachedCount == 9)
    #expect(model.prefilledCount == read)
  }

  @Test func aFinishedTextIsNotForkedFromItsEnd() throws {
    let session = try makeSession(TableModel(order: 1), .testing())
    try session.finish()
    let point = ForkPoint(branch: 0, round: session.line.count)
    #expect(throws: DecodingError.alreadyFinished(point, .tokenLimit)) {
      try session.fork(after: session.line, branch: 1, from: point, settings: .testing())
    }
  }

  @Test func prunedNodesAreShownAndNotScored() throws {
    let model = TableModel(saying: text)
    let services = scripted { _, tree in
      tree.append(4, under: .root, source: "kept")
      tree.prune(tree.append(9, under: .root, source: "dropped"))
    }
    let round = try makeSession(model, .testing(budget: 1), services: services).performRound()
    #expect(model.passes == [2])
    #expect(round.tree.count == 3)
    #expect(round.scores[2].reach == nil)
    #expect(round.committed.map(\.token) == [4, 5])
  }
}
