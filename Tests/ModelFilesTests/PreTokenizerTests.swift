import Testing

@testable import ModelFiles

@Suite struct PreTokenizerTests {
  private func pieces(_ rule: PreTokenizer, _ bytes: [UInt8]) -> [[UInt8]] {
    bytes.withUnsafeBufferPointer { bytes in
      var pieces: [[UInt8]] = []
      rule.forEachPiece(in: bytes.indices, of: bytes) { pieces.append(Array(bytes[$0])) }
      return pieces
    }
  }

  private func pieces(_ rule: PreTokenizer, _ text: String) -> [String] {
    pieces(rule, Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("", []),
      ("Hello, world!", ["Hello", ",", " world", "!"]),
      (
        "don't we'll you've they're he'd it's I'm",
        [
          "don", "'t", " we", "'ll", " you", "'ve", " they", "'re", " he", "'d", " it", "'s", " I",
          "'m",
        ]
      ),
      ("DON'T", ["DON", "'", "T"]),
      ("''s 's", ["''", "s", " '", "s"]),
      ("'", ["'"]),
      ("'r", ["'", "r"]),
      ("a  b   c", ["a", " ", " b", "  ", " c"]),
      ("a\n\n\nb", ["a", "\n\n", "\n", "b"]),
      ("a \t b", ["a", " \t", " b"]),
      ("a \tb", ["a", " ", "\t", "b"]),
      ("trailing   ", ["trailing", "   "]),
      ("   ", ["   "]),
      (" x", [" x"]),
      ("\tx", ["\t", "x"]),
      ("3.14 2024", ["3", ".", "14", " 2024"]),
      ("x2y", ["x", "2", "y"]),
      ("snake_case", ["snake", "_", "case"]),
      ("!!!???", ["!!!???"]),
    ] as [(String, [String])])
  func theGenericRuleIsThePatternOfGPT2(_ text: String, _ expected: [String]) {
    #expect(pieces(.gpt2, text) == expected)
  }

  @Test(
    arguments: [
      ("12345", ["1", "2", "3", "4", "5"]),
      (" 2024", [" ", "2", "0", "2", "4"]),
      ("c  2", ["c", "  ", "2"]),
      ("x2 y", ["x", "2", " y"]),
      ("٣٤", ["٣", "٤"]),
      ("½²Ⅷ①", ["½", "²", "Ⅷ", "①"]),
      ("1's", ["1", "'s"]),
    ] as [(String, [String])])
  func theSmolLMRuleSplitsOffEveryNumberFirst(_ text: String, _ expected: [String]) {
    #expect(pieces(.smollm, text) == expected)
  }

  @Test(
    arguments: [
      // Letters of any script run together.
      ("日本語abcПривет", ["日本語abcПривет"]),
      // A combining mark is no letter: it ends the run.
      ("e\u{301}t", ["e", "\u{301}", "t"]),
      ("हिन्दी", ["ह", "ि", "न", "्", "द", "ी"]),
      // Modifier and title-case letters, ordinals: letters.
      ("ʰǅªﬁ", ["ʰǅªﬁ"]),
      // A joined emoji is one run of other characters.
      ("👩\u{200D}💻!", ["👩\u{200D}💻!"]),
      // Zero-width space, word joiner, byte-order mark: no white space.
      ("a\u{200B}b\u{FEFF}", ["a", "\u{200B}", "b", "\u{FEFF}"]),
      // Next line, no-break and ideographic space: white space, but never a leading one.
      ("a\u{85}b", ["a", "\u{85}", "b"]),
      ("a\u{A0}b", ["a", "\u{A0}", "b"]),
      ("a\u{3000}\u{3000}b", ["a", "\u{3000}", "\u{3000}", "b"]),
      ("a \u{2028}b", ["a", " ", "\u{2028}", "b"]),
      // Information separators are controls, not white space.
      ("a\u{1C}b", ["a", "\u{1C}", "b"]),
    ] as [(String, [String])])
  func classesFollowUnicode(_ text: String, _ expected: [String]) {
    #expect(pieces(.gpt2, text).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test func bytesThatAreNoUTF8CountAsOtherCharacters() {
    #expect(pieces(.gpt2, [0x61, 0xFF, 0x62]) == [[0x61], [0xFF], [0x62]])
    // Cut short, overlong, surrogate.
    #expect(pieces(.gpt2, [0x61, 0xE2, 0x82]) == [[0x61], [0xE2, 0x82]])
    #expect(pieces(.gpt2, [0xC0, 0xA0, 0x61]) == [[0xC0, 0xA0], [0x61]])
    #expect(pieces(.gpt2, [0xED, 0xA0, 0x80, 0x61]) == [[0xED, 0xA0, 0x80], [0x61]])
  }

  @Test(arguments: PreTokenizer.allCases) func piecesCoverTheText(_ rule: PreTokenizer) {
    var state: UInt64 = 1
    for _ in 0..<200 {
      let bytes = (0..<40).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return [0x20, 0x61, 0x27, 0x73, 0x31, 0x0A, 0xE3, 0x80, 0xC3, 0xFF][Int(state >> 33) % 10]
      }
      #expect(pieces(rule, bytes).flatMap(\.self) == bytes)
    }
  }

  @Test func onlyKnownRulesHaveNames() {
    #expect(PreTokenizer(named: "smollm") == .smollm)
    #expect(PreTokenizer(named: "gpt-2") == .gpt2)
    #expect(PreTokenizer(named: "default") == .gpt2)
    #expect(PreTokenizer(named: "llama-bpe") == nil)
  }
}
