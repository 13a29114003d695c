import TestSupport
import Testing
import Tokens

@testable import ModelFiles

@Suite struct StreamingDetokenizerTests {
  /// A vocabulary of the 256 bytes, each its own token.
  private static let bytes = Result<Tokenizer, any Error> {
    var builder = GGUFBuilder()
    builder.setVocabulary()
    return try Tokenizer(file: GGUFFile(bytes: builder.bytes, name: "bytes"))
  }

  private func detokenizer() throws -> StreamingDetokenizer {
    StreamingDetokenizer(try Self.bytes.get())
  }

  private func stream(_ bytes: [UInt8]) throws -> [String] {
    var detokenizer = try detokenizer()
    return bytes.map { detokenizer.append(TokenID(Int($0))) } + [detokenizer.finish()]
  }

  @Test func aCharacterAppearsWithItsLastByte() throws {
    #expect(try stream(Array("aé€😀".utf8)) == ["a", "", "é", "", "", "€", "", "", "", "😀", ""])
  }

  @Test func anUnfinishedCharacterEndsAsReplacement() throws {
    #expect(try stream([0x61, 0xE2, 0x82]) == ["a", "", "", "\u{FFFD}"])
    #expect(try stream([]) == [""])
  }

  @Test func bytesThatCannotBeginACharacterAreReplacedAtOnce() throws {
    #expect(try stream([0xFF, 0x62]) == ["\u{FFFD}", "b", ""])
    #expect(try stream([0xE2, 0x62]) == ["", "\u{FFFD}b", ""])
    // E0 80 is overlong, ED A0 a surrogate, F4 90 beyond the last scalar: none waits for more.
    #expect(try stream([0xE0, 0x80]) == ["", "\u{FFFD}\u{FFFD}", ""])
    #expect(try stream([0xED, 0xA0]) == ["", "\u{FFFD}\u{FFFD}", ""])
    #expect(try stream([0xF4, 0x90]) == ["", "\u{FFFD}\u{FFFD}", ""])
  }

  @Test func afterFinishingItStartsAfresh() throws {
    var detokenizer = try detokenizer()
    _ = detokenizer.append(0xE2)
    _ = detokenizer.finish()
    #expect(detokenizer.append(0x61) == "a")
  }

  @Test func joinedItIsTheDecodingOfAllBytes() throws {
    var state: UInt64 = 3
    let samples: [UInt8] = [0x41, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xFF]
    for _ in 0..<300 {
      let bytes = (0..<12).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return samples[Int(state >> 33) % samples.count]
      }
      #expect(try stream(bytes).joined() == String(decoding: bytes, as: UTF8.self))
    }
  }
}
