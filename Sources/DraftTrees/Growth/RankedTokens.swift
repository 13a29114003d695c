import Tokens

/// A token of a law, and its probability there.
struct RankedToken: Hashable, Sendable {
  var token: TokenID
  var probability: Double
}

extension TokenLaw {
  /// The most probable tokens that have mass, best first, the lowest token first among equals.
  /// One pass: few tokens get past the least of those kept.
  func ranked(_ count: Int) -> [RankedToken] {
    var ranked: [RankedToken] = []
    guard count > 0 else { return ranked }
    var least = 0.0
    forEachPositive { token, probability in
      guard ranked.count < count || probability > least else { return }
      let place = ranked.lastIndex { $0.probability >= probability }.map { $0 + 1 } ?? 0
      if ranked.count == count { ranked.removeLast() }
      ranked.insert(RankedToken(token: token, probability: probability), at: place)
      least = ranked[ranked.count - 1].probability
    }
    return ranked
  }
}
