import Decoding
import DraftTrees
import Drafters
import Models
import Tensors
import TestSupport
import Testing
import Timeline
import Tokens

struct DraftModelSessionTests {
  /// Two sessions of one model: what is drafted is what the target would say.
  private func decode(
    _ settings: RoundSettings, draftSeed: UInt64 = 5, formats: [BlockFormat] = [.q8_0]
  ) throws -> DecodingSession {
    var shape = TinyLlama.Shape()
    shape.formats = formats
    let target = try TinyLlama(shape, seed: 5).session()
    let draft = try TinyLlama(shape, seed: draftSeed).session()
    let session = try DecodingSession(
      target: target, prompt: [3, 1, 4, 1, 5], settings: settings,
      options: SessionOptions(seed: 2, maximumTokens: 40),
      services: SessionServices(
        draftModel: DraftModel(draft, name: "tiny"), microseconds: { 0 }))
    try session.finish()
    return session
  }

  @Test func aModelThatDraftsForItselfIsAlwaysRightAtTemperatureZero() throws {
    let session = try decode(.testing(drafter: "draft-model", growth: "chain", budget: 4))
    #expect(session.line.count == 8)
    for round in session.line {
      #expect(round.judgement?.accepted.count == round.tree.draftedCount)
    }
  }

  /// p and q are the same numbers, bit for bit.
  @Test(arguments: ["chain", "dyspec", "eagle-2", "independent-paths"])
  func aModelThatDraftsForItselfHasItsTargetsLaws(_ growth: String) throws {
    let session = try decode(
      .testing(
        drafter: "draft-model", growth: growth, sampling: SamplingSettings(temperature: 1)))
    for round in session.line {
      for node in round.tree.nodes.dropFirst() where !round.tree.isPruned[node] {
        let (p, q) = (round.scores[node].targetProbability, round.tree.draftProbabilities[node])
        #expect(abs(try #require(p) - #require(q)) < 1e-12)
      }
    }
  }

  @Test(arguments: GrowthRegistry.policyNames)
  func anotherModelsDraftsLeaveTheTextAsItIs(_ growth: String) throws {
    for temperature in [0, 0.9] {
      let sampling = SamplingSettings(temperature: temperature)
      let plain = try decode(.testing(sampling: sampling))
      let drafted = try decode(
        .testing(drafter: "draft-model", growth: growth, sampling: sampling), draftSeed: 6)
      #expect(drafted.text == plain.text)
    }
  }

  @Test func switchingToAndFroKeepsTheDraftModelInStep() throws {
    let sampling = SamplingSettings(temperature: 0.8)
    let target = TableModel(order: 2)
    let plain = try makeSession(target, .testing(sampling: sampling))
    try plain.finish()
    let session = try makeSession(TableModel(order: 2), .testing(sampling: sampling))
    for round in 0..<60 where session.line.last?.finish == nil {
      let drafter = ["draft-model", "none", "draft-model", "prompt-lookup"][round % 4]
      try session.change(
        .testing(
          drafter: drafter, growth: drafter == "draft-model" ? "dyspec" : "native",
          sampling: sampling))
      try session.performRound()
    }
    #expect(session.text == plain.text)
  }

  @Test func withoutADraftModelTheDrafterIsRefusedAndTheRunGoesOn() throws {
    let session = try DecodingSession(
      target: TableModel(order: 1), prompt: [1, 2], settings: .testing(),
      options: SessionOptions(seed: 1, maximumTokens: 4),
      services: SessionServices(microseconds: { 0 }))
    try session.performRound()
    let error = #expect(throws: DraftingError.self) {
      try session.change(.testing(drafter: "draft-model", growth: "chain"))
    }
    #expect(error == .missing(.draftModel, drafter: "draft-model"))
    try session.finish()
    #expect(session.emitted.count == 4)
  }

  @Test func preparingReadsThePromptForTheDrafterToo() throws {
    let draft = TableModel(order: 1)
    let prompt = (0..<30).map { TokenID($0 % 12) }
    let session = try DecodingSession(
      target: TableModel(order: 1), prompt: prompt,
      settings: .testing(drafter: "draft-model", growth: "chain"),
      options: SessionOptions(seed: 1, maximumTokens: 4),
      services: SessionServices(
        draftModel: DraftModel(draft, name: "table"), microseconds: { 0 }))
    try session.prepare()
    #expect(draft.cachedCount == 26)
    try session.performRound()
    #expect(draft.prefilledCount == 26)
  }

  /// After a draft that was accepted whole the model has two tokens to catch up with: the last
  /// drafted one, which it never read, and the bonus. Its laws are those of a model that read the
  /// text straight, bit for bit.
  @Test func catchingUpAfterAWholeDraftIsAsReadingTheTextStraight() throws {
    let session = try decode(.testing(drafter: "draft-model", growth: "chain", budget: 5))
    #expect(session.line.count { $0.judgement?.accepted.count == 5 } > 3)
    var text: [TokenID] = [3, 1, 4, 1, 5]
    let tiny = try TinyLlama(seed: 5).session()
    for round in session.line {
      var drafter = try DrafterRegistry.make(
        "draft-model",
        DraftingContext(
          vocabularySize: 80, prompt: [], draftModel: DraftModel(tiny, name: "straight")))
      let tree = try drafter.propose(
        DraftRequest(
          text: text, growth: "chain", budget: 5, reachBar: 0, sampling: .greedy,
          randomness: KeyedRandomness(seed: 2), endTokens: []))
      #expect(tree == round.tree)
      text += round.committed.map(\.token)
    }
  }
}
