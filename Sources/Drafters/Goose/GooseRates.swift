import DraftTrees
import Tokens

/// How often spines and table rows were right, each given that what stands above was.
struct GooseRates: Hashable, Sendable {
  /// Acceptance assumed before a spine was seen, by whether its match had consensus, and its weight
  /// in trials. Ours.
  private static let spinePriors = (consensus: 0.7, other: 0.5)
  private static let priorWeight = 4.0
  /// Deeper spine nodes share the statistics of this depth.
  private static let deepest = 4

  private var consensus = [HitRate](repeating: HitRate(), count: deepest)
  private var other = [HitRate](repeating: HitRate(), count: deepest)
  private(set) var pair = RankRates()
  private(set) var single = RankRates()

  /// - Parameter depth: from 1 below the anchor.
  func acceptance(ofSpineAt depth: Int, hasConsensus: Bool) -> Double {
    let place = min(depth, Self.deepest) - 1
    return hasConsensus
      ? consensus[place].estimate(prior: Self.spinePriors.consensus, weight: Self.priorWeight)
      : other[place].estimate(prior: Self.spinePriors.other, weight: Self.priorWeight)
  }

  func acceptance(of rank: Int, in tier: SuccessorTable.Tier) -> Double {
    switch tier {
    case .pair: pair.acceptance(of: rank)
    case .single: single.acceptance(of: rank)
    }
  }

  /// Compares a spine with what came, up to the first difference.
  mutating func learn(_ spine: Spine, emitted: [TokenID]) {
    for (offset, (drafted, token)) in zip(spine.tokens, emitted).enumerated() {
      let place = min(offset, Self.deepest - 1)
      if spine.hasConsensus {
        consensus[place].record(drafted == token)
      } else {
        other[place].record(drafted == token)
      }
      if drafted != token { return }
    }
  }

  /// Compares a row of the table with what came after its token.
  mutating func learn(_ row: SuccessorTable.Row, next: TokenID) {
    let rank = row.successors.firstIndex { $0.token == next }
    switch row.tier {
    case .pair: pair.record(right: rank)
    case .single: single.record(right: rank)
    }
  }
}
