import Tokens

/// The law of the next token of the selected path, when the highest-ranked of several is followed.
///
/// Tokens are ranked by p / q upwards, equal ratios by number; tokens that q cannot draw rank last.
/// With F the running sum of q in that order, the selected path goes on with t with probability
/// q~(t) = G(F(t)) - G(F(t) - q(t)).
/// Source: greedy multi-path block verification; verification-and-trees.md section 4.9.
struct SkewedDraft {
  let law: TokenMasses
  private let draft: TokenMasses
  private let ranking: Ranking
  private let ratios: Ranking.Ratios

  /// O(vocabulary × paths).
  ///
  /// - Parameter clampsRatios: ranks by min(1, p / q), which leaves ties: a mistake on purpose.
  init(
    target: TokenMasses, draft: TokenMasses, paths: PathCount, clampsRatios: Bool = false
  ) {
    self.draft = draft
    ratios = Ranking.Ratios(
      target: target, draft: draft, limit: clampsRatios ? 1 : .infinity)
    let ranking = Ranking(ratios)
    self.ranking = ranking
    let factor = 1 / draft.total
    let skewed = [Double](unsafeUninitializedCapacity: draft.values.count) { skewed, count in
      skewed.initialize(repeating: 0)
      count = skewed.count
      paths.withSlope { slope in
        draft.values.withUnsafeBufferPointer { values in
          var sum = 0.0
          for place in ranking.places {
            let q = values[place] * factor
            skewed[place] = q * slope(sum, sum + q)
            sum += q
          }
        }
      }
    }
    law = draft.withValues(skewed)
  }

  /// Whether the second token ranks higher. O(1) for dense laws.
  func precedes(_ first: TokenID, _ second: TokenID) -> Bool {
    let (ratio, other) = (ratios(of: first), ratios(of: second))
    return ratio < other || ratio == other && first < second
  }

  private func ratios(of token: TokenID) -> Double {
    guard let place = draft.index(of: token), draft.values[place] > 0 else { return .infinity }
    return ratios(place)
  }

  /// The place of a token in the ranking, from 1, and the q of all tokens ranked lower. O(vocabulary).
  func rank(of token: TokenID) -> (rank: Int, below: Double) {
    guard let wanted = draft.index(of: token), draft.values[wanted] > 0 else {
      return (draft.vocabularySize, 1)
    }
    var (rank, sum) = (1, 0.0)
    let total = draft.total
    for place in ranking.places {
      if place == wanted { break }
      rank += 1
      sum += draft.values[place] / total
    }
    return (rank, sum)
  }
}
