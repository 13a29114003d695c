/// What one drafter did in a run.
public struct DrafterStatistics: Hashable, Sendable {
  public var acceptance = Acceptance()
  /// Whole rounds it drafted.
  public var rounds = 0
  /// Target passes of rounds it drafted.
  public var passes = 0
  /// Tokens those rounds emitted.
  public var emitted = 0
  /// Wall time of those rounds.
  public var microseconds = 0.0

  public init() {}

  public var tokensPerPass: Ratio { Ratio(emitted, per: passes) }
  public var tokensPerSecond: Ratio { Ratio(Double(emitted), per: microseconds / 1e6) }
}
