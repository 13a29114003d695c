import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

@testable import Decoding

/// A greedy or sampled toy run of three rounds, the last one changed. Before the change something
/// of its tree is accepted and something refused, and it does not end the run.
private func spoiled(_ isGreedy: Bool, _ change: (inout Round) -> Void) -> TraceAudit {
  for seed in 0..<500 as Range<UInt64> {
    var run = ToyRun(seed: seed, isGreedy: isGreedy)
    run.appendRounds(2)
    var (timeline, round) = (run.timeline, run.makeRound())
    guard timeline.rounds.count == 2, timeline.rounds[1].finish == nil, round.finish == nil,
      round.judgement?.accepted.isEmpty == false, round.judgement?.extraVerdict == .corrected
    else { continue }
    change(&round)
    timeline.take(round)
    return TraceAudit(Trace(timeline: timeline))
  }
  preconditionFailure("no seed makes such a round")
}

@Suite struct TraceAuditTests {
  @Test(arguments: 0..<20) func soundRunsPass(_ seed: UInt64) {
    let timeline = ToyRun.timeline(
      seed: seed, isGreedy: seed % 2 == 0, rounds: 6, forks: Int(seed) % 3)
    let audit = TraceAudit(Trace(timeline: timeline))
    #expect(audit.differences == [])
    #expect(audit.roundCount == timeline.branches.reduce(0) { $0 + $1.rounds.count })
  }

  @Test func anotherSeedIsNoticedInEveryDraw() {
    var timeline = ToyRun.timeline(seed: 3, isGreedy: false)
    timeline.header.seed = 4
    let audit = TraceAudit(Trace(timeline: timeline))
    #expect(Set(audit.differences.map(\.round)) == Set(timeline.rounds.indices))
  }

  @Test func aChangedProbabilityIsNoticed() {
    let audit = spoiled(false) {
      $0.scores[$0.judgement!.accepted[0].rawValue].targetProbability = 1e-9
    }
    #expect(audit.differences.contains { $0.field == "reach" && $0.round == 2 })
    #expect(audit.differences.contains { $0.field == "steps[0].token" })
  }

  @Test func anAlternativeThatWouldHaveWonIsNoticed() {
    let audit = spoiled(true) { round in
      let token = round.tree.tokens[round.judgement!.accepted[0].rawValue]
      let better = TokenID(token.rawValue == 20 ? 21 : 20)
      round.scores[0].alternatives = [
        Alternative(token: better, targetProbability: 1, modelProbability: 0.9)
      ]
      round.scores[round.judgement!.accepted[0].rawValue].targetProbability = 0
    }
    #expect(audit.differences.contains { $0.field == "steps[0].token" && $0.expected >= "20" })
  }

  @Test func aChangedVerdictIsNoticed() {
    let audit = spoiled(true) {
      $0.judgement!.steps[0].decided[0].verdict = .bonus
    }
    #expect(audit.differences.map(\.field) == ["steps[0].decided"])
    #expect(audit.differences.first?.found == "bonus")
  }

  @Test func aChangedDrawIsNoticed() {
    let audit = spoiled(false) { round in
      round.judgement!.steps[0].action.uniform! /= 2
      round.judgement!.steps[0].action.numbers[.score]! -= 1
    }
    #expect(audit.differences.map(\.field) == ["steps[0].uniform", "steps[0].score"])
  }

  @Test func anotherTokenThanTheOneChosenIsNoticed() {
    let audit = spoiled(true) { $0.committed[0].token = 23 }
    #expect(audit.differences.map(\.field) == ["committed[0].token"])
    let shorter = spoiled(true) { $0.committed.removeLast() }
    #expect(shorter.differences.map(\.field) == ["committed"])
  }

  @Test func aRoundThatStandsElsewhereIsNoticed() {
    let audit = spoiled(true) { $0.position += 1 }
    #expect(audit.differences.first?.field == "position")
  }

  @Test func anUnknownVerifierCannotBeAskedAgain() {
    let audit = spoiled(true) { $0.settings.verifier = "coin" }
    #expect(
      audit.differences.first?.description
        == "round 2: settings.verifier: expected one of \(VerifierRegistry.names.joined(separator: ", ")), found \"coin\""
    )
  }

  @Test func fieldsThatContradictTheLineAreDifferences() throws {
    let timeline = ToyRun.timeline(seed: 5, rounds: 2)
    let text = String(decoding: TraceEncoder.bytes(Trace(timeline: timeline)), as: UTF8.self)
      .replacing(#""depth":[0"#, with: #""depth":[3"#, maxReplacements: 1)
    let audit = TraceAudit(try TraceDecoder.decode(Array(text.utf8), path: "t"))
    #expect(
      audit.differences.map(\.description) == ["round 0, node 0: depth: expected 0, found 3"])
  }

  @Test func anExtraRoundAfterTheEndIsNoticed() {
    var run = ToyRun(seed: 30)
    run.appendRounds(1)
    var timeline = Timeline(header: run.timeline.header)
    var last = run.timeline.rounds[0]
    last.finish = .stopped
    timeline.take(last)
    timeline.take(run.makeRound())
    let audit = TraceAudit(Trace(timeline: timeline))
    #expect(audit.differences.map(\.field) == ["round"])
  }
}
