import DraftTrees
import Tokens

/// How often each rank path of the template was right, given that its parent was.
///
/// The prior of a node is that of its last rank, which orders the template as published; its
/// sub-trees then are those of drafters.md section 17 (the best 8 of 80: 0, 00, 1, 2, 000, 01, 10,
/// 3). Before a path has trials of its own, it follows the prior.
struct RankStatistics: Sendable {
  let template = RankTemplate.published
  private var rates: [HitRate]
  private(set) var byRank = RankRates()

  init() { rates = [HitRate](repeating: HitRate(), count: RankTemplate.published.paths.count) }

  /// Estimated acceptance of a template node, given that its parent is accepted.
  func acceptance(of node: Int) -> Double {
    let rank = template.paths[node][template.paths[node].count - 1]
    return rates[node].estimate(
      prior: RankRates.priors[rank], weight: RankRates.priorWeight)
  }

  /// Walks down the template along what the target really said, one trial for each child of a node
  /// reached. Stops below a row that was empty.
  mutating func learn(from emitted: [TokenID], after anchor: TokenID, in matrix: AdjacencyMatrix) {
    var candidates = template.roots
    var token = anchor
    for next in emitted {
      guard matrix.isFilled(token) else { return }
      let rank = matrix.rank(of: next, after: token)
      byRank.record(right: rank)
      var hit: Int?
      for node in candidates {
        let isHit = template.paths[node].last == rank
        rates[node].record(isHit)
        if isHit { hit = node }
      }
      guard let hit else { return }
      candidates = template.children[hit]
      token = next
    }
  }
}
