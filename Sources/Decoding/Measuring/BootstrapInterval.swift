import Tokens

/// A ratio of sums over independent items, with the interval that resampling the items gives.
///
/// Items (prompts) are drawn with replacement as often as there are items, again and again; the
/// interval holds the middle 95 % of the ratios. Source: Efron's percentile bootstrap.
public struct BootstrapInterval: Hashable, Sendable, Encodable {
  /// Numerator and denominator of each item; denominators above 0.
  public typealias Items = [(numerator: Double, denominator: Double)]

  public let value: Double
  public let low: Double
  public let high: Double

  static let resamples = 2000

  /// The ratio of two sums.
  ///
  /// - Parameter items: not empty.
  public init(ratioOf items: Items) {
    self.init(count: items.count) { Self.ratio(items, $0) }
  }

  /// The difference of two ratios over the same items, resampled together.
  public init(differenceOf first: Items, _ second: Items) {
    precondition(first.count == second.count, "one entry an item in both")
    self.init(count: first.count) { Self.ratio(first, $0) - Self.ratio(second, $0) }
  }

  /// The quotient of two ratios over the same items, resampled together.
  public init(quotientOf first: Items, by second: Items) {
    precondition(first.count == second.count, "one entry an item in both")
    self.init(count: first.count) { Self.ratio(first, $0) / Self.ratio(second, $0) }
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

  private static func ratio(_ items: Items, _ indices: [Int]) -> Double {
    var (numerator, denominator) = (0.0, 0.0)
    for index in indices {
      numerator += items[index].numerator
      denominator += items[index].denominator
    }
    return numerator / denominator
  }
}
