/// Randomness as a function of what it is for, not a stream.
///
/// Each draw is `hash(seed, position, purpose, index)`: stepping back, forking and switching
/// drafters meet the same draws at the same positions, and no draw is used twice. Source: ours.
///
/// The hash chains the finalizer of SplitMix64 over the four words:
/// `mix(mix(mix(mix(seed) ^ position) ^ purpose) ^ index)`, where `mix` first adds the golden
/// gamma 0x9E3779B97F4A7C15.
public struct KeyedRandomness: Hashable, Sendable {
  /// What a draw decides. The raw value is part of the hash and of the trace format.
  public enum Purpose: UInt64, Sendable, Codable {
    /// Gumbel noise of the target's choice at a position; the index is the token.
    case target = 1
    /// A drafter's own draws.
    case draft = 2
    /// Acceptance coins of a verifier.
    case accept = 3
    /// Draws from a residual or bonus law.
    case residual = 4
    /// Draws of a controller.
    case control = 5
  }

  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  /// The part of the hash that draws of one position and purpose share.
  @inlinable
  public func key(position: Int, purpose: Purpose) -> UInt64 {
    let position = UInt64(bitPattern: Int64(position))
    return Self.mix(Self.mix(Self.mix(seed) ^ position) ^ purpose.rawValue)
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  @inlinable
  public func uniform(position: Int, purpose: Purpose, index: Int) -> Double {
    Self.uniform(key: key(position: position, purpose: purpose), index: index)
  }

  /// The draw of an index, of those that share a key.
  @inlinable
  public static func uniform(key: UInt64, index: Int) -> Double {
    Double(mix(key ^ UInt64(index)) >> 11) * 0x1p-53
  }

  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
