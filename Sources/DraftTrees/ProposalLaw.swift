/// How the children of a node were drawn. With the verifier it decides whether a run is lossless.
public enum ProposalLaw: String, Hashable, Sendable, Codable, CaseIterable {
  /// Chosen, not drawn: no randomness, distinct siblings.
  case deterministic
  /// Drawn i.i.d. from q; a token drawn twice counts twice (`DraftTree.draws`).
  case independent
  /// Drawn from q one after another without replacement, in the order of the siblings.
  case withoutReplacement
}
