import Models
import Timeline
import Tokens

/// Measures c(n): what a pass over n rows costs on this machine.
public enum CostCalibration {
  /// Row counts that are measured, as far as the model and the context allow.
  static let rowCounts = [1, 2, 3, 4, 6, 8, 12, 16]
  /// Context at which is measured: attention costs little there, as in most runs.
  private static let typicalContext = 64
  /// More does not change the medians.
  private static let largestRepetition = 15

  /// Medians of passes over chains, never falling with more rows. The cache is left as it was.
  ///
  /// Runs through all row counts again and again until the time is over; with a slow model the
  /// larger row counts may be left out, one row and two are always measured.
  /// - Parameter limit: microseconds for all.
  public static func measure(
    _ target: any TargetModel, limit: Double = 300_000,
    microseconds: () -> Double = SteadyClock.microseconds, isCancelled: () -> Bool = { false }
  ) throws -> CostTable {
    let start = microseconds()
    let before = target.cachedCount
    defer { target.truncate(to: before) }
    let room = target.contextLength - (rowCounts.last ?? 1)
    let context = max(before, min(typicalContext, room))
    try target.prefill(filler(context - before, of: target), isCancelled: isCancelled)
    let counts = rowCounts.filter {
      $0 <= target.maximumRowCount && target.cachedCount + $0 <= target.contextLength
    }
    func pass(_ count: Int) throws -> Double {
      if isCancelled() { throw CancellationError() }
      let began = microseconds()
      try target.score(
        tokens: filler(count, of: target), parents: (0..<count).map { $0 == 0 ? nil : $0 - 1 })
      return microseconds() - began
    }
    _ = try pass(1)  // the first touches memory for the first time
    var times = [[Double]](repeating: [], count: counts.count)
    repetitions: for _ in 0..<largestRepetition {
      for (index, count) in counts.enumerated() {
        // A pass costs at most as much as its rows done singly.
        let expected = (times[index].first ?? Double(count) * (times[0].first ?? 0))
        let isNeeded = times[index].isEmpty && index < 2
        let left = start + limit - microseconds()
        if !isNeeded, expected > left { break repetitions }
        times[index].append(try pass(count))
      }
    }
    return table(counts, times)
  }

  private static func table(_ counts: [Int], _ times: [[Double]]) -> CostTable {
    let measured = zip(counts, times).filter { !$0.1.isEmpty }
    // At least a nanosecond: ratios are formed from it.
    let medians = measured.map { max(1e-3, $0.1.sorted()[$0.1.count / 2]) }
    return CostTable(rowCounts: measured.map(\.0), microseconds: neverFalling(medians))
  }

  /// The nearest values, in least squares, that never fall: neighbours out of order are averaged
  /// (pool adjacent violators).
  static func neverFalling(_ values: [Double]) -> [Double] {
    var pools: [(mean: Double, count: Int)] = []
    for value in values {
      var pool = (mean: value, count: 1)
      while let last = pools.last, last.mean > pool.mean {
        let count = last.count + pool.count
        let sum = last.mean * Double(last.count) + pool.mean * Double(pool.count)
        pool = (sum / Double(count), count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    return pools.flatMap { [Double](repeating: $0.mean, count: $0.count) }
  }

  /// Some tokens: which ones does not change the cost.
  private static func filler(_ count: Int, of target: any TargetModel) -> [TokenID] {
    (0..<max(0, count)).map { TokenID(($0 * 7919 + 13) % target.vocabularySize) }
  }
}
