import DraftTrees
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

struct PassTimesTests {
  /// A second row for a fifth of a pass, each further one for another fifth.
  private let table = CostTable(
    rowCounts: [1, 16], microseconds: [1000, 4000],
    exits: ExitCost(layers: [1, 2], microseconds: [100, 200]))

  private func round(nodes: Int, score: Double, draft: Double = 0, beside: Double = 0) -> Round {
    let tokens = (0..<nodes).map { TokenID($0 + 1) }
    var round = Round.testing(tree: .chain(0, tokens), committed: [1])
    round.timings[.score] = score
    round.timings[.draft] = draft
    round.timings[.judge] = beside
    return round
  }

  private func times(_ rounds: [Round], count: Int = 40) -> PassTimes {
    var times = PassTimes(CostModel(table))
    for place in 0..<count { times.observe(rounds[place % rounds.count]) }
    return times
  }

  @Test func passesThatTakeWhatWasMeasuredChangeNothing() {
    let times = times([round(nodes: 0, score: 1000), round(nodes: 2, score: 1400)])
    #expect(abs((times.plainMicroseconds ?? 0) - 1000) < 1e-6)
    for rows in 1...20 {
      #expect(
        abs(times.cost.relativeCost(rows: rows) - CostModel(table).relativeCost(rows: rows)) < 1e-9)
    }
  }

  /// The weights come twice as slowly, and each row takes what it did: c(3) is 1.2 and no longer 1.4.
  @Test func whereReadingTheWeightsTakesLongerRowsAreCheaperInPlainPasses() {
    let times = times([round(nodes: 0, score: 2000), round(nodes: 2, score: 2400)])
    #expect(abs((times.plainMicroseconds ?? 0) - 2000) < 100)
    #expect(abs(times.cost.relativeCost(rows: 3) - 1.2) < 0.04)
  }

  @Test func rowsThatAreDearerThanMeasuredAreFoundOut() {
    let times = times([round(nodes: 0, score: 1000), round(nodes: 2, score: 1800)])
    #expect(abs(times.cost.relativeCost(rows: 3) - 1.8) < 0.08)
    #expect(abs(times.cost.relativeCost(rows: 5) - 2.6) < 0.16)
  }

  /// Plain passes alone say nothing of rows: they are taken to be as dear, in plain passes, as measured.
  @Test func withoutRowsOnlyTheUnitChanges() {
    let times = times([round(nodes: 0, score: 3000)])
    #expect(abs((times.plainMicroseconds ?? 0) - 3000) < 200)
    #expect(abs(times.cost.relativeCost(rows: 3) - 1.4) < 0.01)
  }

  /// Passes over three rows alone could be dear in themselves or in their rows: what was learned when
  /// there were others too is kept.
  @Test func passesOfOneKindDoNotUndoWhatOthersTaught() {
    var times = times([round(nodes: 0, score: 1000), round(nodes: 2, score: 1800)], count: 300)
    for _ in 0..<100 { times.observe(round(nodes: 2, score: 1800)) }
    #expect(abs(times.cost.relativeCost(rows: 3) - 1.8) < 0.08)
    #expect(abs((times.plainMicroseconds ?? 0) - 1000) < 50)
  }

  @Test func theNextTextBeginsWithWhatTheLastOneTaught() {
    let first = times([round(nodes: 0, score: 1000), round(nodes: 2, score: 1800)])
    let next = PassTimes(CostModel(table, levelCosts: ["other": 0.3]), after: first)
    #expect(next.cost.relativeCost(rows: 3) == first.cost.relativeCost(rows: 3))
    #expect(next.plainMicroseconds == first.plainMicroseconds)
    // What it costs to draft is asked of the new text's drafter.
    #expect(next.cost.draftCost(rows: 1, drafter: "other") == 0.3)
    let other = CostModel(CostTable(rowCounts: [1, 2], microseconds: [10, 12]))
    #expect(PassTimes(other, after: first).plainMicroseconds == 10)
  }

  /// A table in which rows cost nothing says nothing of them, but the unit still follows the passes.
  @Test func whereRowsWereMeasuredToBeFreeTheUnitChangesStill() {
    var times = PassTimes(CostModel(CostTable(rowCounts: [1, 16], microseconds: [1000, 1000])))
    for _ in 0..<40 { times.observe(round(nodes: 2, score: 3000)) }
    #expect(abs((times.plainMicroseconds ?? 0) - 3000) < 300)
    #expect(times.cost.relativeCost(rows: 3) == 1)
  }

  @Test func onePassInterruptedBySomethingElseHardlyCounts() {
    var times = times([round(nodes: 0, score: 1000), round(nodes: 2, score: 1400)])
    let before = times.cost.relativeCost(rows: 3)
    times.observe(round(nodes: 2, score: 100_000))
    #expect(abs(times.cost.relativeCost(rows: 3) - before) < 0.1)
    #expect((times.plainMicroseconds ?? 0) < 1100)
  }

  @Test func draftingBehindLayersIsSetRightByWhatItTook() {
    var times = PassTimes(CostModel(table))
    let measured = CostModel(table).exitCost(layer: 2, byWeights: 0)
    #expect(abs(measured - 0.2) < 1e-12)
    for _ in 0..<60 {
      times.observe(round(nodes: 1, score: 1200, draft: 260), drafting: measured)
    }
    #expect(abs(times.cost.exitCost(layer: 2, byWeights: 0) - 0.26) < 0.01)
  }

  @Test func whatARoundTakesBesideItsPassIsItsOwnShare() {
    let times = times([round(nodes: 0, score: 1000, beside: 100)])
    #expect(abs(times.beside - 0.1) < 1e-3)
    // What was read of layers is not of every round.
    var reading = round(nodes: 0, score: 1000, beside: 900)
    reading.exits = ExitSurvey(rows: [], exits: [], microseconds: 800)
    var read = times
    read.observe(reading)
    #expect(abs(read.beside - 0.1) < 1e-3)
  }

  @Test func aClockThatStandsStillSaysNothing() {
    let times = times([round(nodes: 2, score: 0)])
    #expect(times.plainMicroseconds == 1000)
    #expect(times.cost.relativeCost(rows: 3) == CostModel(table).relativeCost(rows: 3))
  }

  @Test func withoutAMeasurementTheFirstPassesSayWhatAPlainOneTakes() {
    var times = PassTimes(CostModel(nil))
    #expect(times.plainMicroseconds == nil)
    times.observe(round(nodes: 0, score: 500))
    #expect(abs((times.plainMicroseconds ?? 0) - 500) < 1e-6)
  }
}
