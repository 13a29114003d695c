/// Uniforms given beforehand, used in order: a reference replayed.
public struct ScriptedDraws: UniformDraws, Sendable {
  /// Those not used yet.
  public private(set) var remaining: ArraySlice<Double>
  /// Draws asked for beyond the end of the script; they are given 0.
  public private(set) var missingCount = 0

  public init(_ uniforms: [Double]) { remaining = uniforms[...] }

  public mutating func uniform(for purpose: KeyedRandomness.Purpose) -> Double {
    guard let next = remaining.popFirst() else {
      missingCount += 1
      return 0
    }
    return next
  }
}
