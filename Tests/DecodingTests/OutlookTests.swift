import Decoding
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

/// What every verifier makes of a tree, seen from a run.
struct OutlookTests {
  private func surveyed(temperature: Double, budget: Int = 4) throws -> [Round] {
    let session = try makeSession(
      TableModel(order: 1, seed: 3, spread: 3),
      .testing(
        drafter: "token-recycling", budget: budget,
        sampling: SamplingSettings(temperature: temperature)), maximumTokens: 60)
    session.surveysVerifiers = true
    try session.finish()
    return session.line
  }

  @Test(arguments: [0, 0.8]) func safeVerifiersAreUnbiasedAndAgreeWithWhatHappened(
    temperature: Double
  ) throws {
    let rounds = try surveyed(temperature: temperature)
    #expect(rounds.contains { !$0.outlooks.isEmpty })
    for round in rounds {
      for outlook in round.outlooks {
        let bias = try #require(outlook.bias)
        #expect(bias < 1e-12)
        #expect(abs(outlook.acceptedLengths.reduce(0, +) - 1) < 1e-12)
      }
      if let deciding = round.outlooks.first(where: { $0.verifier == round.settings.verifier }) {
        #expect(deciding.judgement == round.judgement)
      }
    }
  }

  @Test func theExpectationOfSampleMatchIsTheSumOfReaches() throws {
    for round in try surveyed(temperature: 0.8) {
      guard let outlook = round.outlooks.first(where: { $0.verifier == "sample-match" }) else {
        continue
      }
      let reaches = round.scores.dropFirst().compactMap(\.reach).reduce(0, +)
      let expected = try #require(outlook.expectedAccepted)
      #expect(abs(expected - reaches) < 1e-12)
    }
  }

  @Test func whereTheTreeWasDrawnThereIsNoBiasGivenTheTree() throws {
    let target = TableModel(order: 1, seed: 3, spread: 3)
    let session = try makeSession(
      target,
      .testing(
        drafter: "draft-model", verifier: "token", growth: "chain", budget: 3,
        sampling: SamplingSettings(temperature: 0.8)),
      services: SessionServices(
        draftModel: DraftModel(TableModel(order: 1, seed: 4, spread: 3), name: "other"),
        microseconds: { 0 }))
    session.surveysVerifiers = true
    try session.finish()
    let outlooks = session.line.flatMap(\.outlooks)
    #expect(outlooks.count { $0.verifier == "block" } > 3)
    #expect(outlooks.allSatisfy { $0.bias == nil && $0.expectedAccepted != nil })
  }

  @Test func withoutAskingNothingIsCompared() throws {
    let session = try makeSession(
      TableModel(order: 1, seed: 3), .testing(drafter: "token-recycling"))
    try session.finish()
    #expect(session.line.allSatisfy { $0.outlooks.isEmpty })
  }

  @Test func treesWithTooManyOutcomesAreLeftOut() throws {
    let rounds = try surveyed(temperature: 0.8, budget: 40)
    #expect(rounds.contains { $0.tree.draftedCount > 12 })
    #expect(rounds.allSatisfy { $0.tree.isPruned.count { !$0 } <= 13 || $0.outlooks.isEmpty })
  }
}
