import DraftTrees
import TestSupport
import Testing

@testable import Timeline

@Suite struct RoundProgressTests {
  /// The progress made by hearing the events one after another.
  @Test(arguments: sampleTimelines()) func progressAgreesWithTheEvents(_ timeline: Timeline) {
    for round in timeline.shownRounds {
      let events = round.events
      #expect(round.eventCount == events.count)
      for visible in 0...events.count {
        let seen = events.prefix(visible)
        let progress = RoundProgress(round, event: visible)
        #expect(progress.lastEvent == seen.last)
        #expect(progress.phase == seen.last?.phase)
        #expect(progress.draftedCount == seen.count { $0.phase == .draft })
        #expect(progress.scoredCount == seen.count { $0.phase == .score })
        for node in round.tree.nodes {
          #expect(progress.isScored[node] == seen.contains(.scored(NodeIndex(node))))
        }
        #expect(progress.judgeStepCount == seen.count { $0.phase == .judge })
        #expect(progress.committedCount == seen.count { $0.phase == .commit })
        #expect(progress.hasLearned == seen.contains(.learned))
      }
    }
  }

  @Test func verdictsArePendingUntilTheirStep() {
    var tree = DraftTree(anchor: 1, law: .deterministic)
    let first = tree.append(2, under: .root, source: "")
    let second = tree.append(3, under: first, source: "")
    tree.append(4, under: second, source: "")
    tree.seal()
    var round = Round(
      index: 0, position: 0, settings: ToyRun(seed: 0).timeline.header.settings,
      choice: Choice(controller: "fixed", budget: 3, reason: ""), tree: tree)
    round.judgement = Judgement(
      steps: [
        JudgeStep(
          action: .argmax(at: 0, token: 2, child: 1),
          decided: [NodeVerdict(node: 1, verdict: .accepted)]),
        JudgeStep(
          action: .argmax(at: 1, token: 9, child: nil),
          decided: [NodeVerdict(node: 2, verdict: .rejected)]),
      ], accepted: [1], extra: 9, extraVerdict: .corrected)
    round.lastPhase = .judge
    // 1 choice, 3 drafted, 4 scored, 2 judge steps
    #expect(
      RoundProgress(round, event: 8).verdicts == [.accepted, .pending, .pending, .pending])
    #expect(
      RoundProgress(round, event: 9).verdicts == [.accepted, .accepted, .pending, .pending])
    #expect(
      RoundProgress(round, event: 10).verdicts == [.accepted, .accepted, .rejected, .unreached])
    #expect(RoundProgress(round, event: 99).event == 10)
  }
}
