import TestSupport
import Testing

@testable import Timeline

@Suite struct BranchTests {
  /// A timeline of complete rounds, told apart by `position`.
  private func round(_ index: Int, branch: Int, position: Int, from fork: ForkPoint? = nil)
    -> Round
  {
    var run = ToyRun(seed: 3)
    var round = run.makeRound()
    (round.index, round.branch, round.position, round.forkedFrom) = (index, branch, position, fork)
    return round
  }

  @Test func aForkOfAForkKeepsOnlyWhatItSharesWithEach() {
    var timeline = Timeline(header: ToyRun(seed: 3).timeline.header)
    for index in 0..<4 { timeline.take(round(index, branch: 0, position: index)) }
    timeline.take(round(3, branch: 1, position: 13, from: ForkPoint(branch: 0, round: 3)))
    timeline.take(round(4, branch: 1, position: 14))
    #expect(timeline.rounds.map(\.position) == [0, 1, 2, 13, 14])
    // before the first own round of branch 1
    timeline.take(round(1, branch: 2, position: 21, from: ForkPoint(branch: 1, round: 1)))
    #expect(timeline.rounds.map(\.position) == [0, 21])
    // after it
    timeline.take(round(4, branch: 3, position: 34, from: ForkPoint(branch: 1, round: 4)))
    #expect(timeline.rounds.map(\.position) == [0, 1, 2, 13, 34])
    timeline.look(at: 0)
    #expect(timeline.rounds.map(\.position) == [0, 1, 2, 3])
  }

  @Test func aRoundInFlightIsShownUntilItIsComplete() {
    var timeline = Timeline(header: ToyRun(seed: 3).timeline.header)
    var unfinished = round(0, branch: 0, position: 0)
    unfinished.lastPhase = .draft
    timeline.take(unfinished)
    #expect(timeline.rounds.isEmpty)
    #expect(timeline.shownCount == 1)
    timeline.take(round(0, branch: 0, position: 0))
    #expect(timeline.inFlight == nil)
    #expect(timeline.shownRounds.count == 1)
  }
}
