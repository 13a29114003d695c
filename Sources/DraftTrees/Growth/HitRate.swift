/// How often something was right, with a prior: (hits + weight * prior) / (trials + weight), of which
/// older trials count less.
///
/// Laplace smoothing with the prior's weight counted in trials. A text changes: what was seldom right
/// at its beginning may be right always once it repeats itself. Source: ours.
public struct HitRate: Hashable, Sendable {
  /// What a trial still counts after one more.
  private static let decay = 0.97

  public private(set) var hits: Int
  public private(set) var trials: Int
  private var recentHits: Double
  private var recentTrials: Double

  public init(hits: Int = 0, trials: Int = 0) {
    (self.hits, self.trials) = (hits, trials)
    (recentHits, recentTrials) = (Double(hits), Double(trials))
  }

  public mutating func record(_ isHit: Bool) {
    trials += 1
    recentTrials = Self.decay * recentTrials + 1
    recentHits *= Self.decay
    guard isHit else { return }
    hits += 1
    recentHits += 1
  }

  public func estimate(prior: Double, weight: Double) -> Double {
    (recentHits + weight * prior) / (recentTrials + weight)
  }
}
