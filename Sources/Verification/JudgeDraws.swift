import Tokens

/// What a verifier draws from: coins, tokens, and the target's own choice keyed by position.
public protocol JudgeDraws: Draws {
  /// The target's token below a node at `depth`, drawn with noise keyed by the position at which it
  /// would stand, so that it is the one plain sampling draws there.
  mutating func match(_ law: TokenLaw, depth: Int) -> GumbelNoise.Draw
}

extension KeyedDraws: JudgeDraws {
  public mutating func match(_ law: TokenLaw, depth: Int) -> GumbelNoise.Draw {
    GumbelNoise.draw(from: law, position: position + depth + 1, randomness: randomness)
  }
}

extension ScriptedDraws: JudgeDraws {
  public mutating func match(_ law: TokenLaw, depth: Int) -> GumbelNoise.Draw {
    GumbelNoise.Draw(token(from: TokenMasses(law)))
  }
}

extension EnumeratedDraws: JudgeDraws {
  public mutating func match(_ law: TokenLaw, depth: Int) -> GumbelNoise.Draw {
    GumbelNoise.Draw(token(from: TokenMasses(law)))
  }
}

extension GumbelNoise.Draw {
  /// A draw by inverse distribution function in its place; there is no score.
  fileprivate init(_ draw: TokenDraw) {
    self.init(
      token: draw.token, probability: draw.probability, uniform: draw.uniform, score: 0)
  }
}
