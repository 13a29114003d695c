/// How often something was right, with a prior: (hits + weight * prior) / (trials + weight).
///
/// Laplace smoothing with the prior's weight counted in trials. Source: ours.
struct HitRate: Hashable, Sendable {
  private(set) var hits = 0
  private(set) var trials = 0

  mutating func record(_ isHit: Bool) {
    trials += 1
    if isHit { hits += 1 }
  }

  func estimate(prior: Double, weight: Double) -> Double {
    (Double(hits) + weight * prior) / (Double(trials) + weight)
  }
}
