import DraftTrees
import Tokens

/// What a verifier makes of a round's tree: its chances before any coin is thrown, and what it does
/// with the very draws of the round.
public struct VerifierOutlook: Hashable, Sendable {
  /// Registry name.
  public var verifier: String
  /// The expected number of accepted nodes; nil where there are too many outcomes to branch over.
  public var expectedAccepted: Double?
  /// The chance of accepting 0, 1, 2 … nodes; empty where unknown.
  public var acceptedLengths: [Double]
  /// The law of the first emitted token given the tree, beside the target's: the drafted ones one by
  /// one, then all others together; empty where unknown.
  public var firstTokens: [FirstTokenChance]
  /// Half the sum of absolute differences between the law of the first emitted token and the
  /// target's, given the tree: 0 where the verifier is lossless. Nil where unknown, and where the
  /// tree was drawn: then losslessness lies in drafting and verification together.
  public var bias: Double?
  /// With the draws of the round.
  public var judgement: Judgement

  public init(
    verifier: String, expectedAccepted: Double?, acceptedLengths: [Double],
    firstTokens: [FirstTokenChance] = [], bias: Double?, judgement: Judgement
  ) {
    self.verifier = verifier
    self.expectedAccepted = expectedAccepted
    self.acceptedLengths = acceptedLengths
    self.firstTokens = firstTokens
    self.bias = bias
    self.judgement = judgement
  }
}

/// How probable a token is as the first that a verifier emits.
public struct FirstTokenChance: Hashable, Sendable {
  /// Nil for all tokens that were not drafted there.
  public var token: TokenID?
  /// Given the tree.
  public var emitted: Double
  /// p.
  public var target: Double

  public init(token: TokenID?, emitted: Double, target: Double) {
    self.token = token
    self.emitted = emitted
    self.target = target
  }
}

extension VerifierOutlook {
  /// Half the sum of absolute differences over `firstTokens`. For a drawn tree it is not 0 even for a
  /// lossless verifier: another draw makes up for it.
  public var firstTokenVariation: Double {
    firstTokens.reduce(0) { $0 + abs($1.emitted - $1.target) } / 2
  }
}
