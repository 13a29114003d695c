/// A JSON value with the order of its members kept.
///
/// Whole numbers stay whole: a seed of 64 bits and a number of a token are not rounded.
public enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A whole number above `Int.max`.
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in order; keys are distinct.
  case object([JSONMember])
}

extension JSONValue: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
}

/// A key of a JSON object with its value.
public struct JSONMember: Hashable, Sendable {
  public var key: String
  public var value: JSONValue

  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// A number, or null when it is infinite or no number: neither exists in JSON.
  public init(_ number: Double) { self = number.isFinite ? .number(number) : .null }
  public init(_ number: Double?) { self = number.map { JSONValue($0) } ?? .null }
  public init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
  public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  public init(_ number: UInt64) {
    self = Int(exactly: number).map { .integer($0) } ?? .unsigned(number)
  }

  /// The value of a key, or nil when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// What kind of value it is, for messages.
  var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .unsigned, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
