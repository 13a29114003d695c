/// The draws of one round, keyed by (seed, position of its anchor, purpose, number of the draw).
///
/// A round commits at least one token, so no two rounds of a line share an anchor's position, and no
/// draw is used twice; stepping back or forking to a round meets the same draws. Source: ours.
public struct KeyedDraws: UniformDraws, Sendable {
  public let randomness: KeyedRandomness
  /// Of the anchor.
  public let position: Int
  /// Uniforms to give in the place of those of the same number: for what-if.
  public var replacements: [Int: Double] = [:]
  private let purpose: KeyedRandomness.Purpose?
  private var number = 0

  /// - Parameter purpose: of all the draws; nil keeps coins and residual draws apart.
  public init(
    _ randomness: KeyedRandomness, position: Int, purpose: KeyedRandomness.Purpose? = nil
  ) {
    self.randomness = randomness
    self.position = position
    self.purpose = purpose
  }

  public mutating func uniform(for purpose: KeyedRandomness.Purpose) -> Double {
    defer { number += 1 }
    return replacements[number]
      ?? randomness.uniform(
        position: position, purpose: self.purpose ?? purpose, index: number)
  }
}
