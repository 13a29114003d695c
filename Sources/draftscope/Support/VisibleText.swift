import Tokens

/// Text from models and files made safe to print: control and invisible characters as escapes.
enum VisibleText {
  static func quoted(_ text: some StringProtocol) -> String {
    "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  /// Text without quotes.
  static func plain(_ text: String) -> String { text.unicodeScalars.map(escaped).joined() }

  /// A piece as quoted text; bytes that are no UTF-8 as `\xE2`.
  static func quoted(_ piece: TokenPiece) -> String {
    if let text = piece.text { return quoted(text) }
    let parts = piece.bytes.map { byte in
      byte < 0x80 ? escaped(Unicode.Scalar(byte)) : "\\x" + hexadecimal(UInt32(byte))
    }
    return "\"" + parts.joined() + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return "\\u{\(hexadecimal(scalar.value))}"
    default:
      return String(scalar)
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }
}
