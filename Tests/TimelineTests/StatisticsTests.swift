import DraftTrees
import TestSupport
import Testing
import Tokens

@testable import Timeline

/// Two rounds written out: a tree of three nodes of which two are accepted, then a plain round.
private func twoRounds(cost: CostTable? = nil) -> Timeline {
  var header = ToyRun(seed: 0).timeline.header
  header.cost = cost
  var timeline = Timeline(header: header)
  var settings = header.settings
  settings.drafter = "lookup"

  var tree = DraftTree(anchor: 3, law: .deterministic)
  let first = tree.append(7, under: .root, source: "match of 3")
  let second = tree.append(8, under: first, source: "match of 3")
  tree.append(9, under: second, source: "match of 1")
  let pruned = tree.append(10, under: .root, source: "match of 1")
  tree.prune(pruned)
  tree.seal()
  var round = Round(
    index: 0, position: 2, settings: settings,
    choice: Choice(controller: "fixed", budget: 4, reason: ""), tree: tree)
  round.judgement = Judgement(
    steps: [
      JudgeStep(
        action: .argmax(at: 0, token: 7, child: 1),
        decided: [NodeVerdict(node: 1, verdict: .accepted)]),
      JudgeStep(
        action: .argmax(at: 1, token: 8, child: 2),
        decided: [NodeVerdict(node: 2, verdict: .accepted)]),
      JudgeStep(
        action: .argmax(at: 2, token: 11, child: nil),
        decided: [NodeVerdict(node: 3, verdict: .rejected)]),
    ], accepted: [1, 2], extra: 11, extraVerdict: .corrected)
  round.committed = [
    CommittedToken(token: 7, origin: .accepted, node: 1),
    CommittedToken(token: 8, origin: .accepted, node: 2),
    CommittedToken(token: 11, origin: .corrected, node: nil),
  ]
  round.timings = PhaseTimings([
    .choose: 10, .draft: 100, .score: 2000, .judge: 300, .commit: 50, .learn: 40,
  ])
  round.lastPhase = .learn
  timeline.take(round)

  settings.drafter = "none"
  var plainTree = DraftTree(anchor: 11, law: .deterministic)
  plainTree.seal()
  var plain = Round(
    index: 1, position: 5, settings: settings,
    choice: Choice(controller: "fixed", budget: 0, reason: ""), tree: plainTree)
  plain.judgement = Judgement(
    steps: [JudgeStep(action: .argmax(at: 0, token: 12, child: nil), decided: [])],
    accepted: [], extra: 12, extraVerdict: .bonus)
  plain.committed = [CommittedToken(token: 12, origin: .bonus, node: nil)]
  plain.timings = PhaseTimings([.score: 1000])
  plain.lastPhase = .learn
  timeline.take(plain)
  return timeline
}

@Suite struct StatisticsTests {
  @Test func everyNumberOfTwoRoundsIsAsCountedByHand() {
    let statistics = twoRounds().statistics()
    #expect(statistics.rounds == 2)
    #expect(statistics.tokensPerPass == Ratio(4, per: 2))
    #expect(statistics.tokensPerSecond == Ratio(4.0, per: 0.0035))
    #expect(statistics.meanTreeSize == Ratio(4, per: 2))
    #expect(statistics.meanAcceptedLength == Ratio(2, per: 2))
    #expect(statistics.pruned == 1)
    #expect(statistics.scored == 3)
    #expect(statistics.wasted == 2)
    #expect(statistics.acceptance.perDraftedNode == Ratio(2, per: 4))
    #expect(statistics.acceptance.perTestedNode == Ratio(2, per: 3))
    #expect(statistics.acceptance.perAttempt == Ratio(2, per: 1))
    #expect(statistics.byDepth[1]?.perAttempt == Ratio(1, per: 1))
    #expect(statistics.byDepth[1]?.drafted == 2)
    #expect(statistics.byDepth[3]?.perAttempt == Ratio(0, per: 1))
    #expect(statistics.bySource["match of 3"]?.perTestedNode == Ratio(2, per: 2))
    #expect(statistics.bySource["match of 1"]?.perDraftedNode == Ratio(0, per: 2))
    #expect(statistics.byDrafter["lookup"]?.tokensPerPass == Ratio(3, per: 1))
    #expect(statistics.byDrafter["none"]?.tokensPerSecond == Ratio(1.0, per: 0.001))
    #expect(statistics.share(of: .score) == Ratio(3000.0, per: 3500))
    #expect(statistics.otherShare == Ratio(100.0, per: 3500))
    #expect(statistics.roundsByEmitted == [3: 1, 1: 1])
    #expect(statistics.roundTimePercentiles?.median == 1000)
    #expect(statistics.roundTimePercentiles?.maximum == 2500)
  }

  @Test func plainSpeedComesFromThePlainRoundsWithoutACostTable() {
    let statistics = twoRounds().statistics()
    #expect(statistics.plain?.source == .plainRounds)
    #expect(statistics.plain?.tokensPerSecond == Ratio(1.0, per: 0.001))
  }

  @Test func plainSpeedComesFromTheMeasuredCostWhenThereIsOne() {
    let cost = CostTable(rowCounts: [1, 2], microseconds: [2000, 2400])
    let statistics = twoRounds(cost: cost).statistics()
    #expect(statistics.plain?.source == .measuredCost)
    #expect(statistics.plain?.tokensPerSecond == Ratio(1.0, per: 0.002))
    #expect(statistics.speedup?.denominator == 500)
  }

  /// A calibration on a busy machine does not flatter a run: its passes tell how fast the machine is.
  @Test func plainSpeedComesFromThePassesOfALongerRun() {
    let cost = CostTable(rowCounts: [1, 2], microseconds: [9000, 18000])
    var statistics = Statistics(cost: cost)
    for index in 0..<8 {
      #expect(index == 0 || statistics.plain?.source == .measuredCost)
      var round = twoRounds().rounds[1]
      round.timings[.score] = 1000
      statistics.add(round)
    }
    #expect(statistics.plain?.source == .passes)
    #expect(abs((statistics.plain?.tokensPerSecond.value ?? 0) - 1000) < 1e-6)
  }

  @Test func theBiasOfRoundsAddsUpWhereItIsKnown() {
    var rounds = twoRounds().rounds
    rounds[0].bias = BiasReading(totalVariation: 0.25, scope: .miniature)
    rounds[1].bias = BiasReading(totalVariation: 0.5, scope: .tree)
    var timeline = Timeline(header: twoRounds().header)
    for round in rounds { timeline.take(round) }
    let statistics = timeline.statistics()
    #expect(statistics.accumulatedBias == 0.75)
    #expect(statistics.meanBias == Ratio(0.75, per: 2.0))
    #expect(StatisticsFormat.csv(statistics).contains("\nbias,,0.375,0.75,2.0,"))
    #expect(!StatisticsFormat.csv(twoRounds().statistics()).contains("\nbias,"))
  }

  @Test func nothingIsDividedByZero() {
    let statistics = twoRounds().statistics(upTo: .start)
    #expect(statistics.tokensPerPass == Ratio(0, per: 0))
    #expect(statistics.tokensPerPass.value == nil)
    #expect(statistics.speedup == nil)
    #expect(statistics.roundTimePercentiles == nil)
  }

  @Test func statisticsAtACursorHoldThePartOfTheRoundBeforeIt() {
    let timeline = twoRounds()
    // 1 choice, 4 drafted, 4 scored (one is pruned), 3 judge steps, 3 tokens, 1 learned
    #expect(timeline.rounds[0].eventCount == 16)
    let drafting = timeline.statistics(upTo: Cursor(round: 0, event: 3))
    #expect(drafting.acceptance.drafted == 2)
    #expect(drafting.passes == 0)
    #expect(drafting.timings.total == 10)
    let judging = timeline.statistics(upTo: Cursor(round: 0, event: 10))
    #expect(judging.passes == 1)
    #expect(judging.acceptance.accepted == 1)
    #expect(judging.timings.total == 2110)
    #expect(judging.emitted == 0)
    #expect(judging.rounds == 0)
    let committing = timeline.statistics(upTo: Cursor(round: 0, event: 13))
    #expect(committing.emitted == 1)
  }

  @Test func aWindowHoldsTheLatestRoundsOnly() {
    let timeline = twoRounds()
    #expect(timeline.statistics(last: 1).tokensPerPass == Ratio(1, per: 1))
    #expect(timeline.statistics(last: 2) == timeline.statistics())
    #expect(timeline.statistics(last: 0).passes == 0)
    #expect(timeline.statistics(last: 99) == timeline.statistics())
  }

  @Test func percentilesAreNumbersOfTheSet() {
    let percentiles = Percentiles([5, 1, 4, 2, 3])
    #expect(percentiles?.minimum == 1)
    #expect(percentiles?.median == 3)
    #expect(percentiles?.ninetieth == 5)
    #expect(percentiles?.maximum == 5)
    #expect(Percentiles([]) == nil)
  }
}
