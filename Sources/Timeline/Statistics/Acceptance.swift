/// What became of a group of drafted nodes: those of a depth, a source or a drafter.
public struct Acceptance: Hashable, Sendable {
  /// Nodes drafted, pruned ones counted.
  public var drafted = 0
  /// Nodes that the verifier decided on: accepted or rejected.
  public var tested = 0
  /// Rounds in which it decided on at least one.
  public var attempts = 0
  public var accepted = 0

  public init() {}

  /// Accepted nodes of those drafted.
  public var perDraftedNode: Ratio { Ratio(accepted, per: drafted) }
  /// Accepted nodes of those decided on.
  public var perTestedNode: Ratio { Ratio(accepted, per: tested) }
  /// Accepted nodes of the rounds that decided on any. For a depth this is the chance that the
  /// path goes on there once it has come that far: one node of a depth is accepted at most.
  public var perAttempt: Ratio { Ratio(accepted, per: attempts) }
}
