import DraftTrees
import Models
import Tokens

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// k continuations that share every pass of a model: what it reads is the sum of their last tokens'
/// embeddings, weighed by their scores.
///
/// Source: Shen et al., Superposed Decoding; drafters.md section 11.
struct Superposition {
  struct Shape: Hashable, Sendable {
    /// k
    var chains = 3
    /// Tokens of the model's law that are looked at for each chain.
    var candidates = 9
    /// The part of the n-grams in a score.
    var ngramShare = 0.54
    /// Of the model's law, before candidates are scored.
    var temperature = 0.06
  }

  /// One of the continuations.
  struct Chain: Hashable {
    var tokens: [TokenID]
    /// Mixed log probability; no law.
    var score: Double
    /// Where it ends in the tree.
    var node: NodeIndex
  }

  /// A chain with one token more.
  struct Continuation: Hashable {
    var chain: Int
    var token: TokenID
    var score: Double
  }

  /// Subtracted from a chain's candidates when no n-gram knows any of them.
  static let penalty = 200.0

  let shape: Shape
  private(set) var chains = [Chain(tokens: [], score: 0, node: .root)]

  init(_ shape: Shape) { self.shape = shape }

  /// What the model reads next. At most as many tokens as there are chains.
  var mixture: EmbeddingMixture {
    let weights = Self.weights(chains.map(\.score))
    return EmbeddingMixture(
      zip(chains, weights).compactMap { chain, weight in
        guard let token = chain.tokens.last, weight > 0 else { return nil }
        return (token, weight)
      })
  }

  /// exp(score) / Σ exp(score).
  static func weights(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// The k best (chain, token) by score + (1 - a) · ln P + a · ln P_ngram, best first; the earlier
  /// chain, then the more probable token wins a tie. P is the model's law at the temperature over
  /// the candidates alone.
  ///
  /// - Parameter candidates: the most probable tokens with their logits, best first.
  func continuations(
    candidates: [LogitSummary.Entry], ngrams: NGramCounts
  ) -> [Continuation] {
    let scaled = candidates.map { Double($0.logit) / shape.temperature }
    let largest = scaled.max() ?? 0
    let logSum = log(scaled.reduce(0) { $0 + exp($1 - largest) }) + largest
    var all: [Continuation] = []
    for (index, chain) in chains.enumerated() {
      let context = ngrams.context(after: chain.tokens)
      let shares = candidates.map { ngrams.probability(of: $0.token, in: context) }
      let isKnown = shares.contains { $0 > 0 }
      for (place, candidate) in candidates.enumerated() where !isKnown || shares[place] > 0 {
        let ngram =
          isKnown ? shape.ngramShare * log(shares[place]) : -Self.penalty
        all.append(
          Continuation(
            chain: index, token: candidate.token,
            score: chain.score + (1 - shape.ngramShare) * (scaled[place] - logSum) + ngram))
      }
    }
    let ranked = all.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }
    return ranked.prefix(shape.chains).map(\.element)
  }

  /// The chains that go on, each with the node of its last token.
  mutating func take(_ taken: [(continuation: Continuation, node: NodeIndex)]) {
    chains = taken.map { continuation, node in
      Chain(
        tokens: chains[continuation.chain].tokens + [continuation.token],
        score: continuation.score, node: node)
    }
  }
}
