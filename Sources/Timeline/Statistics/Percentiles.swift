/// Where a set of numbers lies: nearest-rank percentiles, each a number of the set.
public struct Percentiles: Hashable, Sendable {
  public let count: Int
  public let minimum: Double
  public let median: Double
  public let ninetieth: Double
  public let ninetyNinth: Double
  public let maximum: Double

  /// Nil for no numbers. O(n log n).
  public init?(_ numbers: [Double]) {
    let sorted = numbers.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    /// The smallest number that at least `percent` in a hundred do not exceed.
    func rank(_ percent: Int) -> Double { sorted[(percent * sorted.count + 99) / 100 - 1] }
    count = sorted.count
    minimum = first
    median = rank(50)
    ninetieth = rank(90)
    ninetyNinth = rank(99)
    maximum = last
  }
}
