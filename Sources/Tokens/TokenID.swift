/// The number of a token in a model's vocabulary.
///
/// A type of its own, so that tokens, nodes and positions cannot be mixed up.
public struct TokenID: RawRepresentable, Hashable, Sendable, Comparable, Codable,
  ExpressibleByIntegerLiteral, CustomStringConvertible
{
  public var rawValue: Int32

  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
  @inlinable public init(_ value: Int) { rawValue = Int32(value) }
  public init(integerLiteral value: Int32) { rawValue = value }

  /// The number as an index into a vocabulary-sized array.
  @inlinable public var index: Int { Int(rawValue) }
  public var description: String { "\(rawValue)" }

  @inlinable public static func < (left: TokenID, right: TokenID) -> Bool {
    left.rawValue < right.rawValue
  }

  // Written out, so that other modules compare and hash the number itself.
  @inlinable public static func == (left: TokenID, right: TokenID) -> Bool {
    left.rawValue == right.rawValue
  }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  // A bare number in JSON.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(Int32.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
