/// A probability law over the vocabulary, after temperature, top-k, top-p and min-p.
///
/// Dense (one probability for each token) or sparse (the tokens that kept any mass, ascending).
/// Probabilities are `Double`: residuals and ratios are formed from them.
public struct TokenLaw: Hashable, Sendable {
  public let vocabularySize: Int
  /// Tokens with mass in ascending order, or nil when `probabilities` has one entry a token.
  public let support: [TokenID]?
  public let probabilities: [Double]
  /// The sum of `probabilities`: 1 but for rounding, and not a number where one of them is not.
  public let total: Double

  /// - Parameter probabilities: [vocabulary], summing to 1.
  public init(dense probabilities: [Double]) {
    vocabularySize = probabilities.count
    support = nil
    self.probabilities = probabilities
    total = MassLoops.sum(probabilities)
  }

  /// - Parameters:
  ///   - support: tokens with mass, strictly ascending.
  ///   - probabilities: [support], summing to 1.
  public init(vocabularySize: Int, support: [TokenID], probabilities: [Double]) {
    precondition(support.count == probabilities.count, "one probability for each token")
    precondition(zip(support, support.dropFirst()).allSatisfy(<), "support must ascend")
    self.vocabularySize = vocabularySize
    self.support = support
    self.probabilities = probabilities
    total = MassLoops.sum(probabilities)
  }

  public static func oneHot(_ token: TokenID, vocabularySize: Int) -> TokenLaw {
    TokenLaw(vocabularySize: vocabularySize, support: [token], probabilities: [1])
  }

  /// O(1) when dense, O(log support) when sparse.
  public func probability(of token: TokenID) -> Double {
    guard let support else { return probabilities[token.index] }
    var low = 0
    var high = support.count
    while low < high {
      let middle = (low + high) / 2
      if support[middle] < token { low = middle + 1 } else { high = middle }
    }
    return low < support.count && support[low] == token ? probabilities[low] : 0
  }

  /// Calls `body` with each token that has mass, in ascending order.
  @inlinable
  public func forEachPositive(_ body: (TokenID, Double) -> Void) {
    if let support {
      for (token, probability) in zip(support, probabilities) where probability > 0 {
        body(token, probability)
      }
    } else {
      for (index, probability) in probabilities.enumerated() where probability > 0 {
        body(TokenID(index), probability)
      }
    }
  }

  /// The most probable token, the lowest number winning a tie.
  public var mostProbable: TokenID {
    var best = TokenID(0)
    var most = -1.0
    forEachPositive { token, probability in
      if probability > most { (best, most) = (token, probability) }
    }
    return best
  }

  /// In nats; never below 0.
  public var entropy: Double {
    max(0, MassLoops.entropy(probabilities))
  }
}
