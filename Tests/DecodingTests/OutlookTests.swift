import Decoding
import DraftTrees
import Drafters
import Models
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

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

  /// A session that drafts chains with another table, whose rounds are surveyed.
  private func drafting(_ verifier: String, growth: String = "chain") throws -> DecodingSession {
    let session = try DecodingSession(
      target: TableModel(order: 1, seed: 3, spread: 3), prompt: [1, 2],
      settings: .testing(
        drafter: "draft-model", verifier: verifier, growth: growth, budget: 3,
        sampling: SamplingSettings(temperature: 1)),
      options: SessionOptions(seed: 7, maximumTokens: 30, recordsOverlap: true),
      services: SessionServices(
        draftModel: DraftModel(TableModel(order: 1, seed: 4, spread: 3), name: "other"),
        microseconds: { 0 }))
    session.surveysVerifiers = true
    return session
  }

  @Test func aMovedCoinIsJudgedWithAllOtherDrawsAsTheyWere() throws {
    let session = try drafting("token")
    var flips = 0
    while true {
      let round = try session.performRound()
      let judgement = try #require(round.judgement)
      for (index, step) in judgement.steps.enumerated() where step.action.kind == .test {
        let draw = try #require(judgement.draw(ofStep: index))
        let (uniform, acceptance) = (
          try #require(step.action.uniform), try #require(step.action.numbers[.acceptance])
        )
        func rejudge(_ uniform: Double) throws -> Judgement {
          let coin = MovedCoin(
            branch: 0, round: round.index, verifier: "token", draw: draw, uniform: uniform)
          return try #require(try session.rejudge(coin)).judgement
        }
        #expect(try rejudge(uniform) == judgement)
        // A coin that falls on the other side of the acceptance changes the path from there on.
        guard acceptance > 0, acceptance < 1 else { continue }
        let isAccepted = step.action.isAccepted == true
        let moved = try rejudge(isAccepted ? (1 + acceptance) / 2 : acceptance / 2)
        #expect(moved.steps[..<index] == judgement.steps[..<index])
        #expect(moved.steps[index].action.isAccepted == !isAccepted)
        #expect(
          isAccepted
            ? moved.accepted.count < judgement.accepted.count
            : moved.accepted.count > judgement.accepted.count)
        flips += 1
      }
      if round.finish != nil { break }
    }
    #expect(flips > 5)
    #expect(session.line.flatMap(\.committed).count == 30)
  }

  @Test func aRoundWhoseLawsAreGoneIsNotJudgedAgain() throws {
    let session = try drafting("token")
    try session.performRound()
    try session.perform(.choose)
    let coin = MovedCoin(branch: 0, round: 0, verifier: "token", draw: 0, uniform: 0.5)
    #expect(try session.rejudge(coin) == nil)
  }

  @Test func theNextTokenIsShownBesideTheTargetsLaw() throws {
    let session = try drafting("token")
    try session.finish()
    let outlooks = session.line.flatMap(\.outlooks)
    #expect(!outlooks.isEmpty)
    for outlook in outlooks {
      #expect(abs(outlook.firstTokens.reduce(0) { $0 + $1.emitted } - 1) < 1e-12)
      #expect(abs(outlook.firstTokens.reduce(0) { $0 + $1.target } - 1) < 1e-12)
    }
  }

  @Test(arguments: [
    ("token", "chain"), ("block", "chain"), ("recursive", "sequoia:first=0.6,second=0.5"),
    ("traversal", "sequoia:first=0.6,second=0.5"),
    ("spec-infer", "independent-paths:paths=2,length=2"),
    ("traversal-with-replacement", "delayed:trunk=1,paths=2,length=1"),
  ]) func aLosslessVerifierHasNoBiasInMiniature(_ verifier: String, _ growth: String) throws {
    let session = try drafting(verifier, growth: growth)
    try session.finish()
    for round in session.line where round.tree.draftedCount > 0 {
      #expect(round.bias == nil)
      let levels = round.overlaps.map { overlap in
        let (p, q) = laws(after: round.tree.tokens[overlap.node.rawValue])
        return MiniatureModel.Level(target: p, draft: q)
      }
      let model = MiniatureModel(levels)
      let variation = model.totalVariation(
        of: try VerifierRegistry.make(verifier), drawnLike: round.tree)
      #expect(variation < 1e-12)
    }
  }

  @Test(arguments: [
    ("wrong-token-target", "chain"), ("wrong-block-prefix", "chain"),
    ("wrong-recursive-residual", "sequoia:first=0.6,second=0.5"),
    ("wrong-multi-path-draft", "independent-paths:paths=2,length=2"),
  ]) func theBiasOfAMistakeIsMeasuredInEachRound(_ verifier: String, _ growth: String) throws {
    let session = try drafting(verifier, growth: growth)
    try session.finish()
    let drafted = session.line.filter { $0.tree.draftedCount > 0 }
    #expect(drafted.count > 5)
    #expect(drafted.allSatisfy { $0.bias?.scope == .miniature })
    let most = drafted.compactMap { $0.bias?.totalVariation }.max() ?? 0
    #expect(most > 1e-3)
  }

  /// Laws of the two tables after a token: both look one token back.
  private func laws(after token: TokenID) -> (target: TokenLaw, draft: TokenLaw) {
    func law(_ seed: UInt64) -> TokenLaw {
      let model = TableModel(order: 1, seed: seed, spread: 3)
      _ = try? model.score(tokens: [token], parents: [nil])
      return model.withLogits(row: 0) {
        LogitProcessing.law(logits: $0, settings: SamplingSettings(temperature: 1))
      }
    }
    return (law(3), law(4))
  }
}
