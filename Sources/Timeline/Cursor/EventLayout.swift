import DraftTrees

/// How many events of a round are visible once each of its phases is through.
///
/// The same order and counts as `Round.events`, without making the array.
struct EventLayout: Hashable {
  let chooseEnd: Int
  let draftEnd: Int
  let scoreEnd: Int
  let judgeEnd: Int
  let commitEnd: Int
  /// All events.
  let count: Int

  /// O(nodes).
  init(_ round: Round) {
    let last = round.lastPhase?.number ?? -1
    let scoredCount = round.tree.count - round.tree.isPruned.reduce(0) { $0 + ($1 ? 1 : 0) }
    chooseEnd = last >= Phase.choose.number ? 1 : 0
    draftEnd = chooseEnd + (last >= Phase.draft.number ? round.tree.draftedCount : 0)
    scoreEnd = draftEnd + (last >= Phase.score.number ? scoredCount : 0)
    judgeEnd = scoreEnd + (last >= Phase.judge.number ? round.judgement?.steps.count ?? 0 : 0)
    commitEnd = judgeEnd + (last >= Phase.commit.number ? round.committed.count : 0)
    count = commitEnd + (last >= Phase.learn.number ? 1 : 0)
  }

  /// Each phase with the visible events once it is through.
  var phaseEnds: [(phase: Phase, end: Int)] {
    [
      (.choose, chooseEnd), (.draft, draftEnd), (.score, scoreEnd), (.judge, judgeEnd),
      (.commit, commitEnd), (.learn, count),
    ]
  }

  /// Visible events at each place right after a committed token.
  var tokenStops: ClosedRange<Int>? { commitEnd > judgeEnd ? judgeEnd + 1...commitEnd : nil }
}

extension Round {
  /// The number of `events`, without making them. O(nodes).
  public var eventCount: Int { EventLayout(self).count }
}
