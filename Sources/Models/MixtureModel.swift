import Tokens

/// A model that also reads rows which are no token: weighted sums of token embeddings, as Superposed
/// Decoding feeds them. Source: drafters.md section 11.
public protocol MixtureModel: TargetModel {
  /// A further pass over rows that are added to the last scored tree, as `extend(tokens:parents:)`
  /// does it, each row's input being a mixture. A mixture of one token is, bit for bit, that token.
  ///
  /// A row below a mixture stands for no text, so it must not be committed.
  func extend(mixtures: [EmbeddingMixture], parents: [Int]) throws
}

/// A row's input: Σ weight · embedding over a few tokens.
public struct EmbeddingMixture: Hashable, Sendable {
  /// Ascending, each once.
  public let tokens: [TokenID]
  /// [tokens], positive, summing to 1.
  public let weights: [Float]

  /// - Parameter parts: tokens with positive weights; equal tokens are merged, and weights divided
  ///   by their sum.
  public init(_ parts: [(token: TokenID, weight: Double)]) {
    var merged: [TokenID: Double] = [:]
    for part in parts {
      precondition(part.weight > 0 && part.weight.isFinite, "weights are positive")
      merged[part.token, default: 0] += part.weight
    }
    precondition(!merged.isEmpty, "a mixture has at least one token")
    let total = parts.reduce(0) { $0 + $1.weight }
    tokens = merged.keys.sorted()
    weights = tokens.map { Float((merged[$0] ?? 0) / total) }
  }
}
