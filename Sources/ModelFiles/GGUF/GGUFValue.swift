/// One metadata value of a GGUF file.
///
/// The widths of the file (`uint8` … `float64`) are not kept: every integer is an `Int64`, every
/// floating-point number a `Double`.
public enum GGUFValue: Equatable, Sendable {
  case integer(Int64)
  /// An unsigned 64-bit number beyond `Int64.max`.
  case unsigned(UInt64)
  case float(Double)
  case boolean(Bool)
  case string(String)
  case integers([Int64])
  case floats([Double])
  case booleans([Bool])
  case strings([String])

  /// What the value is, for messages: "an integer", "an array of 3 strings".
  public var kind: String {
    switch self {
    case .integer, .unsigned: "an integer"
    case .float: "a floating-point number"
    case .boolean: "a boolean"
    case .string: "a string"
    case .integers(let values): "an array of \(values.count) integers"
    case .floats(let values): "an array of \(values.count) floating-point numbers"
    case .booleans(let values): "an array of \(values.count) booleans"
    case .strings(let values): "an array of \(values.count) strings"
    }
  }
}
