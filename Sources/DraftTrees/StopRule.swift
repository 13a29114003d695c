import Tokens

/// When a chain of drafted tokens ends before its budget.
///
/// A rule that looks at a drawn token keeps that token, and ends behind it: dropping it would change
/// the law it was drawn from. A rule that looks at the law alone may end before anything is drawn.
/// Source: drafters.md sections 1.2 and 13.1.
public struct StopRule: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Ends behind a token whose q is below the threshold (DEL; Hugging Face "dynamic").
    case confidence
    /// Ends behind a token drawn from a law whose largest q is below the threshold (Kangaroo,
    /// Draft & Verify).
    case topProbability
    /// Ends before a draw when √(0.15 H) is above the threshold, H in nats (SVIP).
    case entropy
    /// Ends before a draw when 1 - √(0.2 H) is below the threshold, H in nats (AdaEDL).
    case entropyBound
  }

  public var kind: Kind
  public var threshold: Double

  public init(_ kind: Kind, threshold: Double) {
    self.kind = kind
    self.threshold = threshold
  }

  /// Whether nothing more is drawn where the drafter is as sure as this.
  public func endsBefore(_ confidence: DraftConfidence) -> Bool {
    switch kind {
    case .confidence, .topProbability: false
    case .entropy: (0.15 * confidence.entropy).squareRoot() > threshold
    case .entropyBound: 1 - (0.2 * confidence.entropy).squareRoot() < threshold
    }
  }

  /// Whether the chain ends behind a token that was drawn there.
  public func endsBehind(_ token: TokenID, _ confidence: DraftConfidence) -> Bool {
    switch kind {
    case .confidence: confidence.probability(of: token) < threshold
    case .topProbability: confidence.topProbability < threshold
    case .entropy, .entropyBound: false
    }
  }
}
