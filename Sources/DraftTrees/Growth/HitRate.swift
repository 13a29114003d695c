/// How often something was right, with a prior: (hits + weight * prior) / (trials + weight).
///
/// Laplace smoothing with the prior's weight counted in trials. Source: ours.
public struct HitRate: Hashable, Sendable {
  public private(set) var hits: Int
  public private(set) var trials: Int

  public init(hits: Int = 0, trials: Int = 0) {
    self.hits = hits
    self.trials = trials
  }

  public mutating func record(_ isHit: Bool) {
    trials += 1
    if isHit { hits += 1 }
  }

  public func estimate(prior: Double, weight: Double) -> Double {
    (Double(hits) + weight * prior) / (Double(trials) + weight)
  }
}
