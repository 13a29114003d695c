import TestSupport
import Testing

@testable import Timeline

@Suite struct JSONTests {
  private func parse(_ text: String) throws(JSONFailure) -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  private func reason(_ text: String) -> JSONFailure.Reason? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func valuesKeepTheirOrderAndTheirKind() throws {
    let value = try parse(#" {"b":[1,-2.5,true,null],"a":{"x":"y"},"c":18446744073709551615} "#)
    #expect(
      value
        == .object([
          JSONMember("b", .array([.integer(1), .number(-2.5), .boolean(true), .null])),
          JSONMember("a", .object([JSONMember("x", "y")])),
          JSONMember("c", .unsigned(.max)),
        ]))
    #expect(value.text == #"{"b":[1,-2.5,true,null],"a":{"x":"y"},"c":18446744073709551615}"#)
  }

  @Test func everyEscapeIsRead() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#) == "\"\\/\u{8}\u{C}\n\r\tAé😀")
  }

  @Test func whatCouldDisturbATerminalIsEscaped() {
    #expect(
      JSONValue.string("a\u{1B}[31m\u{7F}\u{85}\u{202E}\u{2028}é猫").text
        == #""a\u001b[31m\u007f\u0085\u202e\u2028é猫""#)
  }

  @Test func doublesReadBackExactly() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      guard case .number(let back) = try parse(JSONValue(number).text) else {
        Issue.record("\(number) is not read as a number")
        continue
      }
      if back.bitPattern != number.bitPattern { Issue.record("\(number) reads as \(back)") }
    }
    #expect(JSONValue(Double.nan) == .null)
    #expect(JSONValue.number(.infinity).text == "null")
  }

  @Test(
    arguments: [
      ("", .endsEarly), ("{", .endsEarly), ("[1,", .endsEarly), ("\"ab", .endsEarly),
      ("tru", .endsEarly), ("-", .endsEarly), ("1.", .endsEarly),
      ("{} x", .afterValue(byte: UInt8(ascii: "x"))),
      ("[1,]", .unexpected(byte: UInt8(ascii: "]"))),
      ("{\"a\" 1}", .unexpected(byte: UInt8(ascii: "1"))),
      ("{a:1}", .unexpected(byte: UInt8(ascii: "a"))),
      ("NaN", .unexpected(byte: UInt8(ascii: "N"))), ("-Infinity", .badNumber),
      ("012", .badNumber), ("1.e5", .badNumber), ("1e999", .numberTooLarge),
      ("\"\\x\"", .badEscape), ("\"\\u12g4\"", .badEscape),
      ("\"\\ud800\"", .halfSurrogatePair), ("\"\\udc00\"", .halfSurrogatePair),
      ("\"\\ud800\\u0041\"", .halfSurrogatePair),
      ("\"a\nb\"", .controlCharacter(byte: 10)),
      ("{\"a\":1,\"a\":2}", .duplicateKey("a")),
    ] as [(String, JSONFailure.Reason)])
  func malformedTextIsRefused(_ text: String, expected: JSONFailure.Reason) {
    #expect(reason(text) == expected)
  }

  @Test func nestingEndsAtTheLimit() {
    let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(reason(deep) == nil)
    #expect(reason(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 32))
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: JSONFailure(reason: .notUTF8, offset: 1)) {
      try JSONParser.parse([0x22, 0xE2, 0x8D, 0x22])
    }
  }
}
