import DraftTrees

/// How often the candidate of each rank was right, given that what stands above it was.
///
/// A rank without trials follows the prior of drafters.md section 17.
struct RankRates: Hashable, Sendable {
  /// Assumed acceptance by rank, 0 being the best. Source: drafters.md section 17.
  static let priors = [0.35, 0.12, 0.06, 0.04, 0.03, 0.02, 0.015, 0.01]
  /// Trials the prior counts for. Ours.
  static let priorWeight = 8.0

  private(set) var rates = [HitRate](repeating: HitRate(), count: priors.count)

  /// Candidates that were judged.
  var trials: Int { rates[0].trials }

  /// One trial for each rank.
  /// - Parameter right: the rank that was right; nil when none of those counted was.
  mutating func record(right: Int?) {
    for rank in rates.indices { rates[rank].record(rank == right) }
  }

  /// Estimated acceptance; ranks that are not counted share that of the last.
  func acceptance(of rank: Int) -> Double {
    let rank = min(rank, rates.count - 1)
    return rates[rank].estimate(prior: Self.priors[rank], weight: Self.priorWeight)
  }

  /// "1: 12, 2: 3": hits by rank, the best being 1.
  var picture: String {
    rates.enumerated().map { "\($0.offset + 1): \($0.element.hits)" }.joined(separator: ", ")
  }
}
