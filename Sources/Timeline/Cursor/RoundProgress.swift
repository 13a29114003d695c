import DraftTrees

/// What of a round is visible after a number of its events: all a view needs to show it half
/// way through.
public struct RoundProgress: Hashable, Sendable {
  /// Visible events, within 0 ... `eventCount`.
  public let event: Int
  /// All events of the round so far.
  public let eventCount: Int
  /// The phase of the last visible event; nil before the first.
  public let phase: Phase?
  /// The last visible event; nil before the first.
  public let lastEvent: RoundEvent?
  /// Visible drafted nodes: nodes 1 ... `draftedCount`. The root is visible always.
  public let draftedCount: Int
  /// For each node of the tree, whether its score is visible.
  public let isScored: [Bool]
  /// How many nodes have a visible score, the root counted.
  public let scoredCount: Int
  /// Visible steps of the judgement.
  public let judgeStepCount: Int
  /// For each node of the tree its verdict so far; `pending` before there is one.
  public let verdicts: [Verdict]
  /// Visible committed tokens.
  public let committedCount: Int
  /// Whether the drafter has learned from the round.
  public let hasLearned: Bool

  /// - Parameter event: how many events are visible; cut to what there is.
  ///
  /// O(nodes).
  public init(_ round: Round, event: Int) {
    let layout = EventLayout(round)
    let visible = min(max(event, 0), layout.count)
    self.event = visible
    eventCount = layout.count
    draftedCount = min(max(visible - layout.chooseEnd, 0), layout.draftEnd - layout.chooseEnd)
    let scored = min(max(visible - layout.draftEnd, 0), layout.scoreEnd - layout.draftEnd)
    scoredCount = scored
    judgeStepCount = min(max(visible - layout.scoreEnd, 0), layout.judgeEnd - layout.scoreEnd)
    committedCount = min(max(visible - layout.judgeEnd, 0), layout.commitEnd - layout.judgeEnd)
    hasLearned = visible > layout.commitEnd

    var isScored: [Bool] = []
    var lastScored = NodeIndex.root
    var left = scored
    for node in round.tree.nodes {
      let counts = !round.tree.isPruned[node] && left > 0
      if counts { (left, lastScored) = (left - 1, NodeIndex(node)) }
      isScored.append(counts)
    }
    self.isScored = isScored

    lastEvent =
      switch visible {
      case 0: nil
      case ...layout.chooseEnd: .chosen
      case ...layout.draftEnd: .drafted(NodeIndex(visible - layout.chooseEnd))
      case ...layout.scoreEnd: .scored(lastScored)
      case ...layout.judgeEnd: .judged(step: visible - layout.scoreEnd - 1)
      case ...layout.commitEnd: .committed(visible - layout.judgeEnd - 1)
      default: .learned
      }
    phase = lastEvent?.phase

    if let judgement = round.judgement, visible > layout.scoreEnd {
      verdicts = judgement.verdicts(in: round.tree, after: judgeStepCount)
    } else {
      verdicts = round.tree.nodes.map { $0 == 0 ? .accepted : .pending }
    }
  }

  /// Whether a node has been drafted by now.
  public func isDrafted(_ node: NodeIndex) -> Bool { node.rawValue <= draftedCount }
}

extension Timeline {
  /// What is visible at a place of the round it is in; nil when there is no round.
  public func progress(at place: Cursor) -> RoundProgress? {
    let cursor = normalized(place)
    return shownRound(cursor.round).map { RoundProgress($0, event: cursor.event) }
  }
}
