/// Non-negative masses over the vocabulary that need not sum to 1: what is left of a law while a
/// verifier takes from it or a drafter draws without replacement.
///
/// Masses stand in the shape of the law they came from, dense or sparse. A probability is a mass
/// divided by the total.
public struct TokenMasses: Hashable, Sendable {
  public let vocabularySize: Int
  /// Tokens in ascending order, or nil when `values` has one entry a token.
  public let support: [TokenID]?
  public private(set) var values: [Double]
  /// The sum of `values`.
  public private(set) var total: Double

  public init(_ law: TokenLaw) {
    self.init(
      vocabularySize: law.vocabularySize, support: law.support, values: law.probabilities,
      total: law.total)
  }

  /// The same mass for each token but some. O(vocabulary).
  public init(uniformOver vocabularySize: Int, without excluded: [TokenID]) {
    var values = [Double](repeating: 1, count: vocabularySize)
    for token in excluded { values[token.index] = 0 }
    self.init(vocabularySize: vocabularySize, support: nil, values: values)
  }

  init(vocabularySize: Int, support: [TokenID]?, values: [Double]) {
    self.init(
      vocabularySize: vocabularySize, support: support, values: values,
      total: MassLoops.sum(values))
  }

  private init(vocabularySize: Int, support: [TokenID]?, values: [Double], total: Double) {
    self.vocabularySize = vocabularySize
    self.support = support
    self.values = values
    self.total = total
  }

  /// Whether there is anything to draw; false when a mass is not a number.
  public var hasMass: Bool { total > 0 }

  public func mass(of token: TokenID) -> Double { index(of: token).map { values[$0] } ?? 0 }

  /// 0 when there is no mass at all.
  public func probability(of token: TokenID) -> Double {
    hasMass ? mass(of: token) / total : 0
  }

  /// Takes all mass from a token. O(vocabulary): the total is summed anew where a difference could
  /// lose digits.
  public mutating func remove(_ token: TokenID) {
    guard let index = index(of: token) else { return }
    let rest = total - values[index]
    let isSafe = rest > total / 2
    values[index] = 0
    total = isSafe ? rest : MassLoops.sum(values)
  }

  /// `combination(p, q)` for each token, p and q being the probabilities here and in `other`; it
  /// must be 0 where p is. O(vocabulary), times log of the support where a law is sparse.
  public func combined(
    with other: TokenMasses, _ combination: (_ p: Double, _ q: Double) -> Double
  ) -> TokenMasses {
    var combined = [Double](repeating: 0, count: values.count)
    let isDense = support == nil && other.support == nil && other.hasMass
    let (total, otherTotal) = (total, other.total)
    if hasMass, isDense {
      precondition(values.count == other.values.count, "laws over one vocabulary")
      for (index, mass) in values.enumerated() where mass > 0 {
        combined[index] = combination(mass / total, other.values[index] / otherTotal)
      }
    } else if hasMass {
      for (index, mass) in values.enumerated() where mass > 0 {
        let token = support?[index] ?? TokenID(index)
        combined[index] = combination(mass / total, other.probability(of: token))
      }
    }
    return TokenMasses(vocabularySize: vocabularySize, support: support, values: combined)
  }

  /// (w p - q)+, the residual of a law after a test against q. O(vocabulary) where a law is dense, in
  /// whole vectors where both are.
  public func excess(times weight: Double = 1, over other: TokenMasses) -> TokenMasses {
    guard hasMass, other.hasMass, support == nil, other.support == nil else {
      return sparseExcess(times: weight, over: other)
    }
    precondition(values.count == other.values.count, "laws over one vocabulary")
    let (rest, mass) = MassLoops.excess(
      values, divisor: total, weight: weight, over: other.values, divisor: other.total)
    return TokenMasses(vocabularySize: vocabularySize, support: nil, values: rest, total: mass)
  }

  private func sparseExcess(times weight: Double, over other: TokenMasses) -> TokenMasses {
    let total = total
    var rest = hasMass ? values.map { weight * ($0 / total) } : values.map { _ in 0 }
    func take(_ q: Double, at index: Int) {
      rest[index] = max(rest[index] - q / other.total, 0)
    }
    if other.hasMass, let tokens = other.support {
      for (token, q) in zip(tokens, other.values) {
        if let index = index(of: token) { take(q, at: index) }
      }
    } else if other.hasMass, let support {
      for (index, token) in support.enumerated() { take(other.values[token.index], at: index) }
    }
    return TokenMasses(vocabularySize: vocabularySize, support: support, values: rest)
  }

  /// The sum of (w p - q)+ alone.
  public func excessMass(times weight: Double = 1, over other: TokenMasses) -> Double {
    guard hasMass, other.hasMass, support == nil, other.support == nil else {
      return excess(times: weight, over: other).total
    }
    precondition(values.count == other.values.count, "laws over one vocabulary")
    return MassLoops.excessMass(
      values, divisor: total, weight: weight, over: other.values, divisor: other.total)
  }

  /// Sum of min(p, q): the chance that a draw from `other` passes a token-wise test. O(vocabulary).
  public func overlap(with other: TokenMasses) -> Double {
    hasMass ? max(0, 1 - excessMass(over: other)) : 0
  }

  /// Calls `body` with the probabilities here and in `other` of each token of this support, or of all
  /// tokens when dense. O(vocabulary), times log of the support where a law is sparse.
  @inlinable
  public func forEachPair(with other: TokenMasses, _ body: (_ p: Double, _ q: Double) -> Void) {
    let (total, otherTotal) = (hasMass ? total : 1, other.hasMass ? other.total : 1)
    if hasMass, other.hasMass, support == nil, other.support == nil {
      precondition(values.count == other.values.count, "laws over one vocabulary")
      for (p, q) in zip(values, other.values) { body(p / total, q / otherTotal) }
    } else {
      for (index, mass) in values.enumerated() {
        let token = support?[index] ?? TokenID(index)
        body(hasMass ? mass / total : 0, other.probability(of: token))
      }
    }
  }

  /// Other masses for the same tokens. O(vocabulary).
  ///
  /// - Parameter values: as many as here, none below 0.
  public func withValues(_ values: [Double]) -> TokenMasses {
    precondition(values.count == self.values.count, "one mass for each token")
    return TokenMasses(vocabularySize: vocabularySize, support: support, values: values)
  }

  /// Calls `body` with each token that has mass and its probability, in ascending order.
  public func forEachPositive(_ body: (TokenID, _ probability: Double) -> Void) {
    guard hasMass else { return }
    for (index, mass) in values.enumerated() where mass > 0 {
      body(support?[index] ?? TokenID(index), mass / total)
    }
  }

  /// The place of a token's mass in `values`. O(1) when dense, O(log support) when sparse.
  public func index(of token: TokenID) -> Int? {
    guard let support else { return values.indices.contains(token.index) ? token.index : nil }
    var (low, high) = (0, support.count)
    while low < high {
      let middle = (low + high) / 2
      if support[middle] < token { low = middle + 1 } else { high = middle }
    }
    return low < support.count && support[low] == token ? low : nil
  }
}

extension TokenMasses {
  /// The token at `uniform` of the running sum over ascending tokens. The last token with mass takes
  /// what rounding leaves. Token 0 (or the first of the support) with probability 0 when there is no
  /// mass. O(vocabulary).
  public func token(at uniform: Double) -> TokenDraw {
    let threshold = uniform * total
    var sum = 0.0
    var found: (index: Int, below: Double)?
    for (index, mass) in values.enumerated() where mass > 0 {
      found = (index, sum)
      sum += mass
      if sum > threshold { break }
    }
    guard hasMass, let found else {
      return TokenDraw(
        token: support?.first ?? TokenID(0), uniform: uniform, probability: 0, below: 0)
    }
    return TokenDraw(
      token: support?[found.index] ?? TokenID(found.index), uniform: uniform,
      probability: values[found.index] / total, below: found.below / total)
  }
}
