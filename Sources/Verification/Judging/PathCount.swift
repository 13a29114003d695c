/// How many drafted paths pass through the node reached, given what the selection of the path has
/// shown: the probabilities g_n of n = 0 ... K.
///
/// As a generating function G(s) = sum g_n s^n. At the root all K pass: G = s^K.
/// Source: ours; verification-and-trees.md section 4.9.
struct PathCount: Hashable {
  /// By number of paths.
  private let chances: [Double]

  /// Known to be `count`.
  init(_ count: Int) {
    chances = [Double](repeating: 0, count: count) + [1]
  }

  private init(_ chances: [Double]) {
    let total = chances.reduce(0, +)
    guard total > 0 else {
      self.chances = chances
      return
    }
    // What is too small to move a sum is left out: deep in the tree that is nearly all.
    let count = (chances.lastIndex { $0 > 1e-18 * total } ?? 0) + 1
    self.chances = chances[..<count].map { $0 / total }
  }

  /// Whether one path passes for certain.
  var isOne: Bool { chances.count > 1 && chances[1] == 1 }

  /// Calls `body` with (G(high) - G(low)) / (high - low) as a function of both, in a form without the
  /// cancellation of this one: each s^n contributes sum of low^i high^(n - 1 - i).
  func withSlope(_ body: ((_ low: Double, _ high: Double) -> Double) -> Void) {
    chances.withUnsafeBufferPointer { chances in
      body { low, high in
        var (sum, homogeneous, lowPower) = (0.0, 1.0, 1.0)
        for count in 1..<chances.count {
          sum += chances[count] * homogeneous
          lowPower *= low
          homogeneous = high * homogeneous + lowPower
        }
        return sum
      }
    }
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
    return PathCount(next)
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
    return PathCount(next)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func choose(_ count: Int, _ taken: Int) -> Double {
    (0..<taken).reduce(1) { $0 * Double(count - $1) / Double($1 + 1) }
  }
}
