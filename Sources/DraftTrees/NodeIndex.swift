/// The place of a node in its draft tree, in the order of drawing; the root is 0.
public struct NodeIndex: RawRepresentable, Hashable, Sendable, Comparable, Codable,
  ExpressibleByIntegerLiteral, CustomStringConvertible
{
  public var rawValue: Int

  @inlinable public init(rawValue: Int) { self.rawValue = rawValue }
  @inlinable public init(_ value: Int) { rawValue = value }
  public init(integerLiteral value: Int) { rawValue = value }

  public static let root = NodeIndex(0)
  public var description: String { "\(rawValue)" }

  @inlinable public static func < (left: NodeIndex, right: NodeIndex) -> Bool {
    left.rawValue < right.rawValue
  }

  // Written out, so that other modules compare and hash the number itself.
  @inlinable public static func == (left: NodeIndex, right: NodeIndex) -> Bool {
    left.rawValue == right.rawValue
  }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  // A bare number in JSON.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(Int.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
