import DraftTrees

/// The smallest step of a run: what a person steps by.
public enum RoundEvent: Hashable, Sendable {
  /// The controller chose.
  case chosen
  /// A node was drafted.
  case drafted(NodeIndex)
  /// A node was scored by the target.
  case scored(NodeIndex)
  /// The verifier took the step of this number.
  case judged(step: Int)
  /// The committed token of this number entered the text.
  case committed(Int)
  /// The drafter learned.
  case learned

  public var phase: Phase {
    switch self {
    case .chosen: .choose
    case .drafted: .draft
    case .scored: .score
    case .judged: .judge
    case .committed: .commit
    case .learned: .learn
    }
  }
}

extension Round {
  /// The events of the phases that are complete, in order.
  public var events: [RoundEvent] {
    guard let lastPhase else { return [] }
    var events: [RoundEvent] = [.chosen]
    if lastPhase >= .draft { events += tree.nodes.dropFirst().map { .drafted(NodeIndex($0)) } }
    if lastPhase >= .score {
      events += tree.nodes.filter { !tree.isPruned[$0] }.map { .scored(NodeIndex($0)) }
    }
    if lastPhase >= .judge { events += (judgement?.steps ?? []).indices.map { .judged(step: $0) } }
    if lastPhase >= .commit { events += committed.indices.map { .committed($0) } }
    if lastPhase >= .learn { events.append(.learned) }
    return events
  }
}
