import Tokens

/// K-SEQ's division factor for k independent draws, and what follows from it.
///
///     beta(rho) = sum min(p / rho, q),  pass(rho) = 1 - (1 - beta)^k
///     rho* in [1, k] solves pass = rho beta,  gamma = pass / beta
///
/// pass - rho beta falls with rho; any factor from rho* up to k is lossless, a smaller one is not, so
/// bisection ends at its upper end. gamma is rho where beta is 0.
/// Source: SpecTr, Sun et al. 2023; verification-and-trees.md section 4.6.
struct SequentialSelection {
  let rho: Double
  let beta: Double
  let passMass: Double
  let gamma: Double

  /// O(vocabulary): tokens whose side of the minimum is known are summed once and left out, and
  /// bisection halves the rest.
  ///
  /// - Parameters:
  ///   - rho: a factor to take instead of the solution.
  ///   - gamma: likewise.
  init(
    target: TokenMasses, draft: TokenMasses, drawCount: Int, rho fixedRho: Double? = nil,
    gamma fixedGamma: Double? = nil
  ) {
    var terms = Terms(target: target, draft: draft, from: 1, to: Double(drawCount))
    func pass(_ beta: Double) -> Double { Self.passMass(beta, drawCount: drawCount) }
    var (low, high) = (1.0, Double(drawCount))
    while high - low > 1e-13 * high {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      var beta = terms.beta(at: middle)
      if abs(pass(beta) - middle * beta) < 1e-13 {
        beta = 0
        target.forEachPair(with: draft) { p, q in beta += min(p / middle, q) }
      }
      // Where rounding makes them equal the larger factor is the safe one.
      if pass(beta) >= middle * beta { low = middle } else { high = middle }
      terms.narrow(from: low, to: high)
    }
    rho = fixedRho ?? high
    beta = Terms(target: target, draft: draft, from: rho, to: rho).beta(at: rho)
    passMass = pass(beta)
    gamma = fixedGamma ?? (beta > 0 ? passMass / beta : rho)
  }

  /// 1 - (1 - beta)^k.
  static func passMass(_ beta: Double, drawCount: Int) -> Double {
    1 - (0..<drawCount).reduce(1) { product, _ in product * (1 - beta) }
  }

  /// (p - gamma min(p / rho, q))+, what is left once every draw was refused. Entries below 1e-12 of
  /// the largest are rounding where nothing should be left.
  func residual(target: TokenMasses, draft: TokenMasses) -> TokenMasses {
    var rest: [Double] = []
    rest.reserveCapacity(target.values.count)
    var largest = 0.0
    target.forEachPair(with: draft) { p, q in
      rest.append(max(p - gamma * min(p / rho, q), 0))
      largest = max(largest, rest[rest.count - 1])
    }
    for index in rest.indices where rest[index] < 1e-12 * largest { rest[index] = 0 }
    return target.withValues(rest)
  }

  /// beta as a function of rho between two bounds.
  private struct Terms {
    /// Sum of q where p / rho is larger for all rho in question.
    private var settledDraft = 0.0
    /// Sum of p where p / rho is smaller for all of them.
    private var settledTarget = 0.0
    /// The others.
    private var p: [Double] = []
    private var q: [Double] = []

    init(target: TokenMasses, draft: TokenMasses, from low: Double, to high: Double) {
      target.forEachPair(with: draft) { p, q in
        guard p > 0, !settle(p, q, low, high) else { return }
        self.p.append(p)
        self.q.append(q)
      }
    }

    func beta(at rho: Double) -> Double {
      p.indices.reduce(settledDraft + settledTarget / rho) { $0 + min(p[$1] / rho, q[$1]) }
    }

    /// In place: what stays open moves to the front.
    mutating func narrow(from low: Double, to high: Double) {
      var open = 0
      for index in p.indices {
        let (p, q) = (p[index], q[index])
        guard !settle(p, q, low, high) else { continue }
        (self.p[open], self.q[open]) = (p, q)
        open += 1
      }
      p.removeLast(p.count - open)
      q.removeLast(q.count - open)
    }

    /// Adds a term to the settled ones if its side of the minimum is known.
    private mutating func settle(
      _ p: Double, _ q: Double, _ low: Double, _ high: Double
    ) -> Bool {
      if p >= high * q {
        settledDraft += q
      } else if p <= low * q {
        settledTarget += p
      } else {
        return false
      }
      return true
    }
  }
}
