import Tokens

/// How sure a drafter is at a place: what a stop rule looks at.
///
/// Where only the most probable token can be drawn, at temperature 0, nobody needs the whole law.
public struct DraftConfidence: Hashable, Sendable {
  private enum Source: Hashable, Sendable {
    case law(TokenLaw)
    case top(TokenID, probability: Double, entropy: Double)
  }

  private let source: Source

  public init(_ law: TokenLaw) { source = .law(law) }

  /// - Parameters:
  ///   - top: the only token that can be drawn.
  ///   - probability: of it, by the drafter's own law.
  ///   - entropy: of that law, in nats.
  public init(top: TokenID, probability: Double, entropy: Double) {
    source = .top(top, probability: probability, entropy: entropy)
  }

  /// The largest probability.
  public var topProbability: Double {
    switch source {
    case .law(let law): law.probabilities.max() ?? 0
    case .top(_, let probability, _): probability
    }
  }

  /// In nats.
  public var entropy: Double {
    switch source {
    case .law(let law): law.entropy
    case .top(_, _, let entropy): entropy
    }
  }

  /// - Parameter token: one that can be drawn.
  public func probability(of token: TokenID) -> Double {
    switch source {
    case .law(let law): return law.probability(of: token)
    case .top(let top, let probability, _):
      precondition(token == top, "at temperature 0 the most probable token is drawn")
      return probability
    }
  }
}
