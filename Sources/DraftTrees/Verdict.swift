/// What became of a node.
public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// The draft token was kept.
  case accepted
  /// The verifier refused it where it stood.
  case rejected
  /// The token the verifier put there instead.
  case corrected
  /// The extra token after a fully accepted path.
  case bonus
  /// Drafted, never reached by the verifier.
  case unreached
  /// Drafted, not verified yet.
  case pending
}
