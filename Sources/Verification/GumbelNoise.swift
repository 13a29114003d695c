import Tokens

/// Drawing from a law with noise keyed by position and token.
///
/// The token chosen at a position is argmax over tokens x of log p(x) + G(x), where
/// G = -log(-log u) is Gumbel noise and u is keyed by (seed, position, target, x). The argmax is
/// distributed as p (the Gumbel-max trick), and because u depends on nothing that a drafter does,
/// every deterministic drafter produces the text of plain sampling with the same seed.
/// Source: drafters.md section 1.2, rule M.
///
/// The search works with the race time -log(u) / p, whose smallest is the largest score:
/// score = -log(time).
public enum GumbelNoise {
  /// The token a law chooses at a position, and the numbers that decided.
  public struct Draw: Hashable, Sendable {
    public var token: TokenID
    /// p of the token.
    public var probability: Double
    /// The token's own uniform.
    public var uniform: Double
    /// log p + Gumbel: the largest over the vocabulary.
    public var score: Double
  }

  /// log p - log(-log u), the one place where it is written. A uniform of 0 counts as 2^-54, half
  /// the smallest other one, so that the score is finite for every p > 0; -infinity for p = 0.
  public static func score(probability: Double, uniform: Double) -> Double {
    -naturalLogarithm(raceTime(probability: probability, uniform: uniform))
  }

  /// The uniform of a token at a position.
  public static func uniform(of token: TokenID, position: Int, randomness: KeyedRandomness)
    -> Double
  {
    randomness.uniform(position: position, purpose: .target, index: token.index)
  }

  /// The token that `law` chooses for `position`; the lowest token wins a tie.
  ///
  /// A law without mass (all zero, or not numbers) has no choice to make: the answer is token 0,
  /// or the lowest of its support, with its own uniform, probability 0 and score -infinity.
  ///
  /// O(support): one hash a token, and a logarithm only where a token can still win. As
  /// -log u >= 1 - u, it cannot once 1 - u reaches the best time so far times p.
  public static func draw(from law: TokenLaw, position: Int, randomness: KeyedRandomness) -> Draw {
    let key = randomness.key(position: position, purpose: .target)
    var bestTime = Double.infinity
    var best: (token: TokenID, probability: Double, uniform: Double)?
    law.forEachPositive { token, probability in
      let bits = KeyedRandomness.mix(key ^ UInt64(token.index))
      // Signed: that conversion is one instruction, and 53 bits fit.
      let uniform = Double(Int64(truncatingIfNeeded: bits >> 11)) * 0x1p-53
      guard 1 - uniform < bestTime * probability else { return }
      let time = raceTime(probability: probability, uniform: uniform)
      if time < bestTime { (bestTime, best) = (time, (token, probability, uniform)) }
    }
    guard let best else {
      let token = law.support?.first ?? TokenID(0)
      let uniform = uniform(of: token, position: position, randomness: randomness)
      return Draw(token: token, probability: 0, uniform: uniform, score: -.infinity)
    }
    return Draw(
      token: best.token, probability: best.probability, uniform: best.uniform,
      score: -naturalLogarithm(bestTime))
  }

  private static func raceTime(probability: Double, uniform: Double) -> Double {
    -naturalLogarithm(max(uniform, 0x1p-54)) / probability
  }
}
