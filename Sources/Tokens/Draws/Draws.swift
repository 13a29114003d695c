/// Where the randomness of drafting and verification comes from: keyed for a run, scripted for a
/// reference, enumerated for an exact law.
///
/// Every decision goes through one of these, so that whoever gives the draws sees all of them.
public protocol Draws {
  /// Accepts with the given chance: strictly uniform < acceptance, so that 0 never passes.
  mutating func coin(acceptance: Double) -> Coin
  /// A token from the law that `masses` are proportional to, by inverse distribution function.
  mutating func token(from masses: TokenMasses) -> TokenDraw
  /// One of `count` things, all with the same chance.
  mutating func choice(of count: Int) -> ChoiceDraw
  /// A uniform in [0, 1) of a continuous race. Nobody can run through all its outcomes: where
  /// draws are enumerated, asking for it is a programmer's mistake.
  mutating func noise() -> Double
}

/// A coin thrown.
public struct Coin: Hashable, Sendable {
  /// In [0, 1).
  public var uniform: Double
  public var isAccepted: Bool

  public init(uniform: Double, isAccepted: Bool) {
    self.uniform = uniform
    self.isAccepted = isAccepted
  }
}

/// A token drawn, and the part of [0, 1) that leads to it: [below, below + probability).
public struct TokenDraw: Hashable, Sendable {
  public var token: TokenID
  /// In [0, 1).
  public var uniform: Double
  public var probability: Double
  /// The probability of all lower tokens.
  public var below: Double

  public init(token: TokenID, uniform: Double, probability: Double, below: Double) {
    self.token = token
    self.uniform = uniform
    self.probability = probability
    self.below = below
  }
}

/// One of several things chosen: index = floor(uniform × count).
public struct ChoiceDraw: Hashable, Sendable {
  public var index: Int
  /// In [0, 1).
  public var uniform: Double

  public init(index: Int, uniform: Double) {
    self.index = index
    self.uniform = uniform
  }
}

/// Draws made of uniforms in [0, 1).
public protocol UniformDraws: Draws {
  mutating func uniform(for purpose: KeyedRandomness.Purpose) -> Double
}

extension UniformDraws {
  public mutating func coin(acceptance: Double) -> Coin {
    let uniform = uniform(for: .accept)
    return Coin(uniform: uniform, isAccepted: uniform < acceptance)
  }

  public mutating func token(from masses: TokenMasses) -> TokenDraw {
    masses.token(at: uniform(for: .residual))
  }

  public mutating func choice(of count: Int) -> ChoiceDraw {
    let uniform = uniform(for: .accept)
    return ChoiceDraw(index: min(Int(uniform * Double(count)), count - 1), uniform: uniform)
  }

  public mutating func noise() -> Double { uniform(for: .draft) }
}
