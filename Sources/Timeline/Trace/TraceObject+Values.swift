import Tokens

// How a JSON value is read as something; `name` is the field's, for complaints.
extension TraceObject {
  static func string(_ value: JSONValue, _ name: String) throws(TraceProblem) -> String {
    guard case .string(let text) = value else {
      throw .wrongKind(field: name, expected: "a string", found: value.kindName)
    }
    return text
  }

  static func boolean(_ value: JSONValue, _ name: String) throws(TraceProblem) -> Bool {
    guard case .boolean(let isTrue) = value else {
      throw .wrongKind(field: name, expected: "true or false", found: value.kindName)
    }
    return isTrue
  }

  static func integer(
    _ value: JSONValue, _ name: String, in range: ClosedRange<Int>
  ) throws(TraceProblem) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    switch value {
    case .integer(let number) where range.contains(number): return number
    case .integer, .unsigned, .number:
      throw .outOfRange(field: name, value: value.text, expected: expected)
    default: throw .wrongKind(field: name, expected: expected, found: value.kindName)
    }
  }

  static func number(
    _ value: JSONValue, _ name: String, in range: ClosedRange<Double>
  ) throws(TraceProblem) -> Double {
    let number: Double
    switch value {
    case .integer(let whole): number = Double(whole)
    case .unsigned(let whole): number = Double(whole)
    case .number(let found): number = found
    default: throw .wrongKind(field: name, expected: "a number", found: value.kindName)
    }
    guard range.contains(number) else {
      let upper = range.upperBound == .greatestFiniteMagnitude ? "" : " to \(range.upperBound)"
      throw .outOfRange(
        field: name, value: value.text, expected: "a number from \(range.lowerBound)\(upper)")
    }
    return number
  }

  static func word<Word: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ name: String
  ) throws(TraceProblem) -> Word where Word.RawValue == String {
    let text = try string(value, name)
    guard let word = Word(rawValue: text) else {
      throw .unknownWord(field: name, found: text, known: Word.allCases.map(\.rawValue))
    }
    return word
  }

  /// A string, `{"hex":"e28d"}`, or null for bytes that are not known.
  static func piece(_ value: JSONValue, _ name: String) throws(TraceProblem) -> TokenPiece? {
    switch value {
    case .null: return nil
    case .string(let text): return TokenPiece(text)
    default: break
    }
    let expected = "a string or {\"hex\": pairs of digits}"
    guard case .string(let hex)? = value["hex"] else {
      throw .wrongKind(field: name, expected: expected, found: value.kindName)
    }
    let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else {
      throw .outOfRange(
        field: "\(name).hex", value: JSONValue.string(hex).text, expected: "pairs of digits")
    }
    return TokenPiece(
      bytes: stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
      })
  }
}
