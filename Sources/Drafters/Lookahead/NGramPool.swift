import Tokens

/// For a token the n-grams that a Jacobi window once ran into behind it, the newest first.
///
/// At most `perToken` n-grams a token, the one inserted longest ago dropped; at most `capacity`
/// tokens, those not written for longest forgotten. Source: Lookahead decoding; drafters.md
/// section 8.3 (a).
struct NGramPool: Sendable {
  private let perToken: Int
  private var grams: BoundedTable<TokenID, [[TokenID]]>

  init(perToken: Int, capacity: Int = 16_384) {
    self.perToken = perToken
    grams = BoundedTable(capacity: capacity)
  }

  /// Tokens that have n-grams.
  var count: Int { grams.count }
  var capacity: Int { grams.capacity }

  func candidates(after token: TokenID) -> [[TokenID]] { grams.value(of: token) ?? [] }

  mutating func insert(_ gram: [TokenID], after token: TokenID) {
    let others = candidates(after: token).filter { $0 != gram }
    grams.write([gram] + others.prefix(perToken - 1), for: token)
  }
}
