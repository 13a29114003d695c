/// How far a verifier that changes the output moved the law of one round.
public struct BiasReading: Hashable, Sendable {
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// The tree was chosen, not drawn: the law of the first token given the tree.
    case tree
    /// The tree was drawn: drafting and verification together, on the round's laws in miniature (three
    /// tokens at each of two levels).
    case miniature
  }

  /// Half the sum of absolute differences to the target's law; 0 for a lossless verifier.
  public var totalVariation: Double
  public var scope: Scope

  public init(totalVariation: Double, scope: Scope) {
    self.totalVariation = totalVariation
    self.scope = scope
  }
}
