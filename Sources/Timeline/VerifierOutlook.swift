import DraftTrees

/// What a verifier makes of a round's tree: its chances before any coin is thrown, and what it does
/// with the very draws of the round.
public struct VerifierOutlook: Hashable, Sendable {
  /// Registry name.
  public var verifier: String
  /// The expected number of accepted nodes; nil where there are too many outcomes to branch over.
  public var expectedAccepted: Double?
  /// The chance of accepting 0, 1, 2 … nodes; empty where unknown.
  public var acceptedLengths: [Double]
  /// Half the sum of absolute differences between the law of the first emitted token and the
  /// target's, given the tree: 0 where the verifier is lossless. Nil where unknown, and where the
  /// tree was drawn: then losslessness lies in drafting and verification together.
  public var bias: Double?
  /// With the draws of the round.
  public var judgement: Judgement

  public init(
    verifier: String, expectedAccepted: Double?, acceptedLengths: [Double], bias: Double?,
    judgement: Judgement
  ) {
    self.verifier = verifier
    self.expectedAccepted = expectedAccepted
    self.acceptedLengths = acceptedLengths
    self.bias = bias
    self.judgement = judgement
  }
}
