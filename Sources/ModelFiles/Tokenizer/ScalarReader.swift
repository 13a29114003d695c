import Tokens

/// What the pre-tokenizers tell apart.
enum ScalarClass: Equatable {
  /// `\p{L}`
  case letter
  /// `\p{N}`: digits of every script, letter numbers and other numbers.
  case number
  /// `\s`: the Unicode property White_Space.
  case whitespace
  /// All else, bytes that are no UTF-8 among it.
  case other
}

/// Reads the classes of the scalars in UTF-8 bytes, forwards, at any offset.
///
/// A byte that begins no valid scalar counts as one scalar of class `other`, so any bytes at all
/// can be split.
struct ScalarReader {
  let bytes: UnsafeBufferPointer<UInt8>

  /// The class and length of the scalar at `offset`, which must be below `end`; bytes from `end`
  /// on are not looked at.
  func scalar(at offset: Int, end: Int) -> (class: ScalarClass, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Self.asciiClasses[Int(first)], 1) }
    let length = UTF8Sequence.length(lead: first)
    guard length > 0, offset + length <= end else { return (.other, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length {
      let byte = bytes[offset + index]
      guard UTF8Sequence.isContinuation(byte, at: index, lead: first) else { return (.other, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // The checks above leave only scalar values.
    guard let scalar = Unicode.Scalar(value) else { return (.other, 1) }
    return (Self.class(of: scalar), length)
  }

  static func `class`(of scalar: Unicode.Scalar) -> ScalarClass {
    if scalar.properties.isWhitespace { return .whitespace }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      .letter
    case .decimalNumber, .letterNumber, .otherNumber: .number
    default: .other
    }
  }

  private static let asciiClasses: [ScalarClass] = (UInt8(0)..<0x80).map {
    Self.class(of: Unicode.Scalar($0))
  }
}
