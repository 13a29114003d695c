/// The bytes a token stands for. Not always whole characters, and never trusted on a terminal.
///
/// Written to JSON as a string when the bytes are valid UTF-8, else as `{"hex": "e28d"}`.
public struct TokenPiece: Hashable, Sendable, Codable {
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The text, or nil when the bytes are no whole characters.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  private enum CodingKeys: String, CodingKey { case hex }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      bytes = Array(text.utf8)
      return
    }
    let hex = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .hex)
    let digits = Array(hex.utf8)
    bytes = try stride(from: 0, to: digits.count, by: 2).map { start in
      guard start + 1 < digits.count,
        let byte = UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16)
      else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "\"hex\" is not pairs of digits"))
      }
      return byte
    }
  }

  public func encode(to encoder: any Encoder) throws {
    if let text {
      var container = encoder.singleValueContainer()
      try container.encode(text)
    } else {
      let digits = Array("0123456789abcdef")
      let hex = String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(hex, forKey: .hex)
    }
  }
}
