import Tokens

/// A ratio of sums over independent items, with the interval that resampling the items gives.
///
/// Items (prompts) are drawn with replacement as often as there are items, again and again; the
/// interval holds the middle 95 % of the ratios. Source: Efron's percentile bootstrap.
public struct BootstrapInterval: Hashable, Sendable, Encodable {
  public let value: Double
  public let low: Double
  public let high: Double

  static let resamples = 2000

  /// The ratio of two sums.
  ///
  /// - Parameters:
  ///   - items: numerator and denominator of each item; not empty, denominators above 0.
  public init(ratioOf items: [(numerator: Double, denominator: Double)]) {
    self.init(count: items.count) { indices in
      let numerator = indices.reduce(0) { $0 + items[$1].numerator }
      return numerator / indices.reduce(0) { $0 + items[$1].denominator }
    }
  }

  /// The difference of two ratios over the same items, resampled together.
  public init(
    differenceOf first: [(numerator: Double, denominator: Double)],
    _ second: [(numerator: Double, denominator: Double)]
  ) {
    precondition(first.count == second.count, "one entry an item in both")
    func ratio(_ items: [(numerator: Double, denominator: Double)], _ indices: [Int]) -> Double {
      let numerator = indices.reduce(0) { $0 + items[$1].numerator }
      return numerator / indices.reduce(0) { $0 + items[$1].denominator }
    }
    self.init(count: first.count) { ratio(first, $0) - ratio(second, $0) }
  }

  private init(count: Int, _ statistic: ([Int]) -> Double) {
    precondition(count > 0, "an interval needs items")
    value = statistic(Array(0..<count))
    let randomness = KeyedRandomness(seed: 1)
    let resampled = (0..<Self.resamples).map { sample in
      statistic(
        (0..<count).map { item in
          let uniform = randomness.uniform(position: sample, purpose: .control, index: item)
          return min(Int(uniform * Double(count)), count - 1)
        })
    }.sorted()
    low = resampled[Int(0.025 * Double(Self.resamples))]
    high = resampled[Int(0.975 * Double(Self.resamples)) - 1]
  }
}
