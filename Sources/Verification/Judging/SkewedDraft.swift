import Tokens

/// How many drafted paths pass through the node reached, given what the selection of the path has
/// shown: the probabilities g_n of n = 0 ... K.
///
/// As a generating function G(s) = sum g_n s^n. At the root all K pass: G = s^K.
/// Source: ours; verification-and-trees.md section 4.9.
struct PathCount: Hashable {
  /// By number of paths.
  private(set) var chances: [Double]

  /// Known to be `count`.
  init(_ count: Int) {
    chances = [Double](repeating: 0, count: count) + [1]
  }

  private init(chances: [Double]) { self.chances = chances }

  /// (G(high) - G(low)) / (high - low), without the cancellation of that form.
  @inline(__always)
  func slope(from low: Double, to high: Double) -> Double {
    var (sum, homogeneous, lowPower) = (0.0, 1.0, 1.0)
    for count in 1..<chances.count {
      sum += chances[count] * homogeneous
      lowPower *= low
      homogeneous = high * homogeneous + lowPower
    }
    return sum
  }

  /// After the highest-ranked of the paths went to a token of probability q with `below` of q ranked
  /// lower: G(s) <- (G(below + q s) - G(below)) / (G(below + q) - G(below)).
  func afterHighest(below: Double, q: Double) -> PathCount {
    var next = [Double](repeating: 0, count: chances.count)
    for (count, chance) in chances.enumerated() where chance > 0 {
      for staying in stride(from: 1, through: count, by: 1) {
        next[staying] +=
          chance * Self.choose(count, staying) * power(below, count - staying)
          * power(q, staying)
      }
    }
    return PathCount(chances: next).normalised
  }

  /// After the first of the paths was followed to a token of probability q:
  /// G(s) <- s G(z) / z with z = 1 - q + q s.
  func afterFirst(q: Double) -> PathCount {
    var next = [Double](repeating: 0, count: chances.count)
    for (count, chance) in chances.enumerated() where chance > 0 && count > 0 {
      for others in 0..<count {
        next[others + 1] +=
          chance * Self.choose(count - 1, others) * power(1 - q, count - 1 - others)
          * power(q, others)
      }
    }
    return PathCount(chances: next).normalised
  }

  private var normalised: PathCount {
    let total = chances.reduce(0, +)
    return total > 0 ? PathCount(chances: chances.map { $0 / total }) : self
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func choose(_ count: Int, _ taken: Int) -> Double {
    (0..<taken).reduce(1) { $0 * Double(count - $1) / Double($1 + 1) }
  }
}

/// The law of the next token of the selected path, when the highest-ranked of several is followed.
///
/// Tokens are ranked by p / q upwards, equal ratios by number; tokens that q cannot draw rank last.
/// With F the running sum of q in that order, the selected path goes on with t with probability
/// q~(t) = G(F(t)) - G(F(t) - q(t)).
/// Source: greedy multi-path block verification; verification-and-trees.md section 4.9.
struct SkewedDraft {
  let law: TokenMasses
  private let draft: TokenMasses
  /// For each place in the draft law that has mass, from 1 upwards.
  private let ranks: [Int32]
  private let below: [Double]

  /// O(vocabulary log vocabulary).
  ///
  /// - Parameter clampsRatios: ranks by min(1, p / q), which leaves ties: a mistake on purpose.
  init(
    target: TokenMasses, draft: TokenMasses, paths: PathCount, clampsRatios: Bool = false
  ) {
    self.draft = draft
    let order = Self.order(target: target, draft: draft, limit: clampsRatios ? 1 : .infinity)
    var ranks = [Int32](repeating: 0, count: draft.values.count)
    var below = [Double](repeating: 0, count: draft.values.count)
    var skewed = [Double](repeating: 0, count: draft.values.count)
    var sum = 0.0
    for (place, index) in order.enumerated() {
      let q = draft.values[index] / draft.total
      (ranks[index], below[index]) = (Int32(place + 1), sum)
      skewed[index] = q * paths.slope(from: sum, to: sum + q)
      sum += q
    }
    (self.ranks, self.below) = (ranks, below)
    law = draft.withValues(skewed)
  }

  /// The place of a token in the ranking, from 1.
  func rank(of token: TokenID) -> Int {
    guard let index = draft.index(of: token), ranks[index] > 0 else {
      return draft.vocabularySize
    }
    return Int(ranks[index])
  }

  /// The q of all tokens ranked lower.
  func below(_ token: TokenID) -> Double { draft.index(of: token).map { below[$0] } ?? 0 }

  /// Places of the draft law that have mass, by p / q upwards.
  private static func order(
    target: TokenMasses, draft: TokenMasses, limit: Double
  ) -> [Int] {
    var entries: [(ratio: Double, index: Int)] = []
    entries.reserveCapacity(draft.values.count)
    for (index, q) in draft.values.enumerated() where q > 0 {
      let token = draft.support?[index] ?? TokenID(index)
      entries.append((min(limit, target.probability(of: token) / (q / draft.total)), index))
    }
    entries.sort { ($0.ratio, $0.index) < ($1.ratio, $1.index) }
    return entries.map(\.index)
  }
}
