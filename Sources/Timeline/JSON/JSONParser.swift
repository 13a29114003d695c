/// Why bytes are no JSON value, and where.
public struct JSONFailure: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case endsEarly
    case unexpected(byte: UInt8)
    case afterValue(byte: UInt8)
    case badNumber
    case numberTooLarge
    case badEscape
    case halfSurrogatePair
    case controlCharacter(byte: UInt8)
    case notUTF8
    case tooDeep(limit: Int)
    case duplicateKey(String)
  }

  public var reason: Reason
  /// Bytes before the place.
  public var offset: Int

  public init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// Reads one JSON value (RFC 8259) from bytes that nobody vouches for.
///
/// Stricter than the standard where it leaves a choice: keys are distinct, numbers are finite as
/// `Double`, text is UTF-8, nesting ends at `depthLimit`.
public struct JSONParser {
  /// Arrays and objects inside one another.
  public static let depthLimit = 32

  private static let digitBytes = UInt8(ascii: "0")...UInt8(ascii: "9")

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value that `bytes` hold, blanks around it. O(bytes).
  public static func parse(_ bytes: [UInt8]) throws(JSONFailure) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    if let byte = parser.next { throw parser.failure(.afterValue(byte: byte)) }
    return value
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func failure(_ reason: JSONFailure.Reason) -> JSONFailure {
    JSONFailure(reason: reason, offset: offset)
  }

  /// What to say of a byte that does not belong where it stands.
  private var unexpected: JSONFailure {
    failure(next.map { .unexpected(byte: $0) } ?? .endsEarly)
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      offset += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFailure) -> JSONValue {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.digitBytes.contains(byte):
      return try number()
    default: throw unexpected
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFailure) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard take(word.utf8Start[index]) else { throw unexpected }
    }
    return value
  }

  private mutating func array(depth: Int) throws(JSONFailure) -> JSONValue {
    guard depth <= Self.depthLimit else { throw failure(.tooDeep(limit: Self.depthLimit)) }
    offset += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      values.append(try value(depth: depth))
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw unexpected }
    }
  }

  private mutating func object(depth: Int) throws(JSONFailure) -> JSONValue {
    guard depth <= Self.depthLimit else { throw failure(.tooDeep(limit: Self.depthLimit)) }
    offset += 1
    var members: [JSONMember] = []
    // Comparing one by one is faster as long as there are few.
    var keys: Set<String> = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      let start = offset
      guard next == UInt8(ascii: "\"") else { throw unexpected }
      let key = try string()
      if members.count == 8 { keys = Set(members.map(\.key)) }
      let isSecond =
        members.count < 8
        ? members.contains { $0.key == key } : !keys.insert(key).inserted
      guard !isSecond else { throw JSONFailure(reason: .duplicateKey(key), offset: start) }
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw unexpected }
      members.append(JSONMember(key, try value(depth: depth)))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw unexpected }
    }
  }

  private mutating func string() throws(JSONFailure) -> String {
    offset += 1
    let start = offset
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      offset += 1
    }
    if next == UInt8(ascii: "\"") {
      defer { offset += 1 }
      return try text(bytes[start..<offset], at: start)
    }
    var unescaped = Array(bytes[start..<offset])
    while true {
      switch next {
      case nil: throw failure(.endsEarly)
      case UInt8(ascii: "\""):
        offset += 1
        return try text(unescaped[...], at: start)
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case let byte? where byte < 0x20: throw failure(.controlCharacter(byte: byte))
      case let byte?:
        unescaped.append(byte)
        offset += 1
      }
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>, at start: Int) throws(JSONFailure) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONFailure(reason: .notUTF8, offset: start)
    }
    return text
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONFailure) {
    offset += 1
    guard let kind = next else { throw failure(.endsEarly) }
    offset += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try fourDigits()
      if (0xD800..<0xDC00).contains(code) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw failure(next == nil ? .endsEarly : .halfSurrogatePair)
        }
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low) else { throw failure(.halfSurrogatePair) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
        throw failure(.halfSurrogatePair)
      }
      text.append(contentsOf: encoded)
    default: throw failure(.badEscape)
    }
  }

  private mutating func fourDigits() throws(JSONFailure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw failure(.endsEarly) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure(.badEscape)
      }
      code = code << 4 + UInt32(digit)
      offset += 1
    }
    return code
  }

  private mutating func number() throws(JSONFailure) -> JSONValue {
    let start = offset
    let isNegative = take(UInt8(ascii: "-"))
    let first = offset
    try digits()
    if bytes[first] == UInt8(ascii: "0"), offset > first + 1 { throw failure(.badNumber) }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      offset += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isWhole, text != "-0" {
      if let value = Int(text) { return .integer(value) }
      if !isNegative, let value = UInt64(text) { return .unsigned(value) }
    }
    guard let value = Double(text), value.isFinite else { throw failure(.numberTooLarge) }
    return .number(value)
  }

  private mutating func digits() throws(JSONFailure) {
    let start = offset
    while let byte = next, Self.digitBytes.contains(byte) { offset += 1 }
    guard offset > start else { throw next == nil ? failure(.endsEarly) : failure(.badNumber) }
  }
}

extension JSONFailure: CustomStringConvertible {
  public var description: String {
    let column = offset + 1
    return switch reason {
    case .endsEarly: "ends early, at column \(column)"
    case .unexpected(let byte): "unexpected \(Self.name(byte)) at column \(column)"
    case .afterValue(let byte): "\(Self.name(byte)) after the value, at column \(column)"
    case .badNumber: "a malformed number at column \(column)"
    case .numberTooLarge: "a number beyond what a double holds, at column \(column)"
    case .badEscape: "a malformed escape at column \(column)"
    case .halfSurrogatePair: "half of a surrogate pair at column \(column)"
    case .controlCharacter(let byte): "\(Self.name(byte)) inside a string at column \(column)"
    case .notUTF8: "text that is not UTF-8 at column \(column)"
    case .tooDeep(let limit): "more than \(limit) levels of nesting at column \(column)"
    case .duplicateKey(let key): "a second key \(JSONValue.string(key).text) at column \(column)"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    if byte > 0x20, byte < 0x7F { return "\"\(Character(Unicode.Scalar(byte)))\"" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "byte 0x\(digits.utf8.count < 2 ? "0" : "")\(digits)"
  }
}
