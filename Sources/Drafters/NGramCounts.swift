import Tokens

/// What followed the last one to five tokens at each place of a growing text: the n-gram models of
/// orders 2 to 6 that Superposed Decoding interpolates.
///
/// Appending a token costs O(orders), a look-up O(orders); memory grows with the text.
/// Source: drafters.md section 11.
struct NGramCounts: Sendable {
  /// λ of the order with one token of context, two, ... five.
  static let weights = [0.01, 0.04, 0.15, 0.18, 0.12]

  private struct Followers: Sendable {
    var counts: [TokenID: Int] = [:]
    var total = 0
  }

  private(set) var text: [TokenID] = []
  private var followers: [[TokenID]: Followers] = [:]

  init(_ text: [TokenID]) { append(text) }

  mutating func append(_ tokens: some Sequence<TokenID>) {
    for token in tokens {
      for length in 1...Self.weights.count where length <= text.count {
        followers[Array(text.suffix(length)), default: Followers()].counts[token, default: 0] += 1
        followers[Array(text.suffix(length)), default: Followers()].total += 1
      }
      text.append(token)
    }
  }

  /// Σ_j λ_j · P_j(token | the last j tokens), for the text with `drafted` behind it; P_j is the
  /// share of that context's followers, 0 when it never stood before.
  func probability(of token: TokenID, after drafted: [TokenID]) -> Double {
    let context = text.suffix(Self.weights.count) + drafted.suffix(Self.weights.count)
    var sum = 0.0
    for (index, weight) in Self.weights.enumerated() where index < context.count {
      guard let found = followers[Array(context.suffix(index + 1))] else { break }
      sum += weight * Double(found.counts[token] ?? 0) / Double(found.total)
    }
    return sum
  }
}
