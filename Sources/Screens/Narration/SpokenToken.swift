import Tokens

/// A token as it is read aloud: what can be drawn in quotation marks, the rest by name.
enum SpokenToken {
  static func text(_ piece: TokenPiece) -> String {
    if piece.bytes.isEmpty { return "an empty token" }
    var parts: [String] = []
    var quoted = ""
    var last: (name: String, count: Int)?
    func closeName() {
      guard let (name, count) = last else { return }
      parts.append(count == 1 ? name : "\(count) times \(name)")
      last = nil
    }
    func closeQuote() {
      if !quoted.isEmpty { parts.append("\"\(quoted)\"") }
      quoted = ""
    }
    for unit in DecodedUnit.all(of: piece.bytes) {
      if let scalar = unit.drawable(hasBase: !quoted.isEmpty) {
        closeName()
        quoted.unicodeScalars.append(scalar)
        continue
      }
      closeQuote()
      let name = name(of: unit)
      if last?.name == name {
        last?.count += 1
      } else {
        closeName()
        last = (name, 1)
      }
    }
    closeName()
    closeQuote()
    return parts.joined(separator: " ")
  }

  private static func name(of unit: DecodedUnit) -> String {
    switch unit {
    case .scalar("\n"): "newline"
    case .scalar("\t"): "tab"
    case .scalar("\r"): "carriage return"
    case .scalar("\u{1B}"): "escape"
    case .scalar("\u{A0}"): "no-break space"
    case .scalar(let scalar): "character " + hexadecimal(scalar.value, digits: 4)
    case .byte(let byte, _): "byte " + hexadecimal(UInt32(byte), digits: 2)
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
