import Decoding
import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

/// What must hold for every drafter, verifier and growth policy: the text is that of plain decoding
/// with the same seed, token for token.
struct ConformanceTests {
  static let samplings = [
    SamplingSettings.greedy,
    SamplingSettings(temperature: 1),
    SamplingSettings(temperature: 0.7, topK: 5),
    SamplingSettings(temperature: 1.3, topP: 0.8, minP: 0.05),
  ]

  struct Combination: Sendable, CustomTestStringConvertible {
    var drafter: String
    var verifier: String
    var growth: String
    var sampling: SamplingSettings
    var budget: Int?

    var settings: RoundSettings {
      RoundSettings(
        drafter: drafter, verifier: verifier, growth: growth, budget: budget, sampling: sampling)
    }
    var testDescription: String {
      "\(drafter) \(verifier) \(growth) T \(sampling.temperature) budget \(budget ?? -1)"
    }
  }

  static let combinations: [Combination] = DrafterRegistry.descriptors.flatMap { drafter in
    samplings.flatMap { sampling in
      drafter.growths.flatMap { growth in
        Compatibility.repeatingVerifiers(
          for: try! drafter.law(with: growth), sampling: sampling
        ).flatMap { verifier in
          [nil, 3, 8].map { budget in
            Combination(
              drafter: drafter.name, verifier: verifier, growth: growth, sampling: sampling,
              budget: budget)
          }
        }
      }
    }
  }

  /// A run that every combination is repeated on, and what plain decoding makes of it.
  private struct PlainRun: Sendable {
    let order: Int
    let seed: UInt64
    let sampling: SamplingSettings
    let text: [TokenID]
    let reason: FinishReason?

    init(order: Int, seed: UInt64, sampling: SamplingSettings) throws {
      (self.order, self.seed, self.sampling) = (order, seed, sampling)
      let plain = try makeSession(
        Self.model(order, seed), .testing(sampling: sampling), seed: seed, endTokens: [0])
      reason = try plain.finish()
      text = plain.text
    }

    static func model(_ order: Int, _ seed: UInt64) -> TableModel {
      TableModel(order: order, seed: seed, spread: order == 1 ? 4 : 2)
    }
  }

  private static let plainRuns = samplings.flatMap { sampling in
    (1...3).flatMap { order in
      ([1, 2, 3] as [UInt64]).map { seed in
        try! PlainRun(order: order, seed: seed, sampling: sampling)
      }
    }
  }

  @Test(arguments: combinations)
  func textEqualsPlainTextOfTheSameSeed(_ combination: Combination) throws {
    for plain in Self.plainRuns where plain.sampling == combination.sampling {
      let drafted = try makeSession(
        PlainRun.model(plain.order, plain.seed), combination.settings, seed: plain.seed,
        endTokens: [0])
      let reason = try drafted.finish()
      #expect(drafted.text == plain.text)
      #expect(reason == plain.reason)
    }
  }

  @Test(arguments: combinations)
  func roundsAreWholeAndConsistent(_ combination: Combination) throws {
    let model = TableModel(order: 2, seed: 5, spread: 3)
    let session = try makeSession(model, combination.settings, endTokens: [0])
    try session.finish()
    for (index, round) in session.line.enumerated() {
      #expect(round.index == index)
      #expect(round.lastPhase == .learn)
      #expect(round.tree.isSealed)
      #expect(round.tree.isPruned.count { !$0 } <= round.choice.budget + 1)
      #expect(round.scores.count == round.tree.count)
      #expect(round.scores[0].reach == 1)
      #expect((round.finish != nil) == (index == session.line.count - 1))
      for node in round.tree.nodes.dropFirst() where !round.tree.isPruned[node] {
        let parent = round.tree.parents[node]!.rawValue
        #expect(
          round.scores[node].reach
            == round.scores[parent].reach! * round.scores[node].targetProbability!)
      }
      for (node, score) in round.scores.enumerated() {
        guard !round.tree.isPruned[node] else {
          #expect(score.alternatives.isEmpty && score.entropy == nil)
          continue
        }
        let probabilities = score.alternatives.map(\.modelProbability)
        #expect(probabilities == probabilities.sorted(by: >))
        #expect(score.alternatives.count == 8)
        #expect(score.entropy! > 0)
      }
      let named = Set(
        round.tree.tokens + round.committed.map(\.token)
          + round.scores.flatMap { $0.alternatives.map(\.token) })
      #expect(Set(round.pieces.keys) == named)
      #expect(Set(round.timings.microseconds.keys) == Set(Phase.allCases))
      let text: [TokenID] =
        [1, 2, 3] + session.line.prefix(index).flatMap { $0.committed.map(\.token) }
      #expect(round.position == text.count - 1)
      #expect(round.tree.anchor == text.last)
    }
  }

  @Test(arguments: DrafterRegistry.names, [Int?.none, 6])
  func aForkContinuesAsTheStraightRunDid(drafter: String, budget: Int?) throws {
    let settings = RoundSettings.testing(
      drafter: drafter, growth: try defaultGrowth(of: drafter), budget: budget,
      sampling: SamplingSettings(temperature: 0.8))
    let model = TableModel(order: 1, seed: 4)
    let session = try makeSession(model, settings)
    try session.finish()
    let straight = session.line
    for round in 0..<straight.count {
      try session.fork(
        after: Array(straight.prefix(round)), branch: round + 1,
        from: ForkPoint(branch: 0, round: round), settings: settings)
      try session.finish()
      #expect(session.line.count == straight.count)
      #expect(session.line[round].forkedFrom == ForkPoint(branch: 0, round: round))
      for (found, expected) in zip(session.line, straight) {
        var found = found
        (found.branch, found.forkedFrom) = (0, nil)
        #expect(found == expected)
      }
    }
  }

  private func defaultGrowth(of drafter: String) throws -> String {
    try #require(DrafterRegistry.descriptor(of: drafter).growths.first)
  }

  static let drafterGrowths = DrafterRegistry.descriptors.flatMap { drafter in
    drafter.growths.map { (drafter.name, $0) }
  }

  @Test(arguments: drafterGrowths)
  func aDrafterRebuiltFromTheRoundsProposesTheSameTree(drafter: String, growth: String) throws {
    let settings = RoundSettings.testing(
      drafter: drafter, growth: growth, budget: 8, sampling: SamplingSettings(temperature: 0.8))
    let target = TableModel(order: 1, seed: 6)
    let session = try makeSession(target, settings)
    try session.finish()
    for round in session.line {
      let fresh = target.drafting(noise: 0)
      var rebuilt = try DrafterRegistry.make(
        drafter,
        DraftingContext(
          vocabularySize: 12, prompt: [1, 2, 3], promptRows: session.promptRows,
          draftModel: DraftModel(target.drafting(noise: 0.7), name: "noisy"),
          middleModel: DraftModel(target.drafting(noise: 0.4), name: "middle"),
          nestedModel: NestedModel(target.drafting(noise: 0.5), exits: [1, 2, 4], name: "nested"),
          retrieval: someText, target: fresh,
          adapted: AdaptedExit(TableAdapter(for: fresh))))
      var text: [TokenID] = [1, 2, 3]
      for earlier in session.line.prefix(round.index) {
        #expect(rebuilt.observe(earlier) == earlier.learned)
        text += earlier.committed.map(\.token)
      }
      try fresh.prefill(text.dropLast(), isCancelled: { false })
      let tree = try rebuilt.propose(
        DraftRequest(
          text: text, growth: growth, budget: round.choice.budget,
          reachBar: round.choice.reachBar, sampling: settings.sampling,
          randomness: KeyedRandomness(seed: 1), endTokens: []))
      #expect(tree == round.tree)
    }
  }

  @Test func draftersWinRoundsOnTextThatRepeats() throws {
    for drafter in ["prompt-lookup", "token-recycling", "goose", "aded"] {
      let session = try makeSession(
        TableModel(order: 1, seed: 3), .testing(drafter: drafter, budget: 4))
      try session.finish()
      #expect(session.line.count < 25, "\(drafter) needed \(session.line.count) passes for 40")
    }
  }
}
