import Tokens

/// What followed the last one to five tokens at each place of a growing text: the n-gram models of
/// orders 2 to 6 that Superposed Decoding interpolates.
///
/// Appending a token costs O(orders), a look-up O(orders); memory grows with the text.
/// Source: drafters.md section 11.
struct NGramCounts: Sendable {
  /// λ of the order with one token of context, two, ... five.
  static let weights = [0.01, 0.04, 0.15, 0.18, 0.12]

  /// The ends of a text, up to five tokens, that stood before, and how often something followed them.
  struct Context: Sendable {
    /// The shortest first.
    fileprivate var totals: [Int] = []
    /// The last tokens, the last one first.
    fileprivate var tokens: [TokenID]
  }

  private(set) var text: [TokenID] = []
  /// How often each n-gram stands in the text, n = 1 ... 6.
  private var counts: [NGram: Int] = [:]

  init(_ text: [TokenID]) {
    // Not to be counted anew in the midst of a run that is short.
    counts.reserveCapacity(NGram.longest * (text.count + 512))
    append(text)
  }

  mutating func append(_ tokens: some Sequence<TokenID>) {
    for token in tokens {
      text.append(token)
      var gram = NGram()
      for place in 0..<min(NGram.longest, text.count) {
        gram.prepend(text[text.count - 1 - place], at: place)
        counts[gram, default: 0] += 1
      }
    }
  }

  /// The ends of the text with `drafted` behind it.
  func context(after drafted: [TokenID]) -> Context {
    let longest = Self.weights.count
    var context = Context(tokens: drafted.suffix(longest).reversed())
    context.tokens += text.suffix(longest - context.tokens.count).reversed()
    var gram = NGram()
    // The end of the text stands there with nothing behind it.
    var isEnd = true
    for (place, token) in context.tokens.enumerated() {
      gram.prepend(token, at: place)
      isEnd = isEnd && place < text.count && text[text.count - 1 - place] == token
      let total = (counts[gram] ?? 0) - (isEnd ? 1 : 0)
      guard total > 0 else { break }
      context.totals.append(total)
    }
    return context
  }

  /// Σ_j λ_j · P_j(token | the last j tokens); P_j is the share of that context's followers, 0 when it
  /// never stood before.
  func probability(of token: TokenID, in context: Context) -> Double {
    var gram = NGram()
    gram.prepend(token, at: 0)
    var sum = 0.0
    for (place, total) in context.totals.enumerated() {
      gram.prepend(context.tokens[place], at: place + 1)
      sum += Self.weights[place] * Double(counts[gram] ?? 0) / Double(total)
    }
    return sum
  }

  func probability(of token: TokenID, after drafted: [TokenID]) -> Double {
    probability(of: token, in: context(after: drafted))
  }
}
