import TestSupport
import Testing
import Tokens

@testable import ModelFiles

@Suite struct TokenizerTests {
  private func tokenizer(
    merges: [(String, String)] = [], special: [String] = [], preTokenizer: String = "gpt-2",
    change: (inout GGUFBuilder) -> Void = { _ in }
  ) throws -> Tokenizer {
    var builder = GGUFBuilder()
    builder.setVocabulary(merges: merges, special: special, preTokenizer: preTokenizer)
    change(&builder)
    return try Tokenizer(file: GGUFFile(bytes: builder.bytes, name: "small"))
  }

  private func texts(_ tokenizer: Tokenizer, _ text: String, parseSpecial: Bool = true) -> [String]
  {
    tokenizer.encode(text, parseSpecial: parseSpecial).map {
      tokenizer.piece(of: $0).text ?? "?"
    }
  }

  @Test func vocabulariesThatDifferSayWhere() throws {
    let one = try tokenizer(merges: [("a", "b")], special: ["<end>"])
    #expect(try one.difference(from: tokenizer(merges: [("a", "b")], special: ["<end>"])) == nil)
    #expect(
      try one.difference(from: tokenizer(merges: [("a", "c")], special: ["<end>"]))
        == #"token 257 is "ac" and "ab""#)
    #expect(try one.difference(from: tokenizer(special: ["<end>"])) == "257 tokens and 258")
  }

  @Test func theLowestRankMergesFirst() throws {
    let merges = [("b", "c"), ("a", "b"), ("a", "bc")]
    #expect(try texts(tokenizer(merges: merges), "abc") == ["abc"])
    #expect(try texts(tokenizer(merges: [("a", "b"), ("b", "c")]), "abc") == ["ab", "c"])
  }

  @Test func amongEqualPairsTheLeftmostMergesFirst() throws {
    let pairs = try tokenizer(merges: [("a", "a")])
    #expect(texts(pairs, "aaaaa") == ["aa", "aa", "a"])
    let nested = try tokenizer(merges: [("a", "a"), ("aa", "a"), ("aa", "aa")])
    #expect(texts(nested, "aaaaa") == ["aa", "aaa"])
  }

  @Test func mergesDoNotCrossPieces() throws {
    let tokenizer = try tokenizer(merges: [("a", " "), (" ", "b"), ("a", "1")])
    #expect(texts(tokenizer, "a b") == ["a", " b"])
    #expect(texts(tokenizer, "a1") == ["a", "1"])
  }

  @Test func mergingAgreesWithTheDefinition() throws {
    let merges = [
      ("a", "b"), ("b", "a"), ("ab", "a"), ("a", "a"), ("c", "ab"), ("aa", "b"), ("b", "b"),
      ("bb", "a"), ("ba", "ba"), ("c", "c"), ("cab", "aa"),
    ]
    let tokenizer = try tokenizer(merges: merges)
    var state: UInt64 = 7
    for length in 0..<120 {
      let text = String(
        (0..<length).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Array("abc")[Int(state >> 33) % 3]
        })
      #expect(texts(tokenizer, text) == byDefinition(text, merges))
    }
  }

  /// Merges the lowest-ranked pair, leftmost first, until none is left.
  private func byDefinition(_ text: String, _ merges: [(String, String)]) -> [String] {
    var symbols = text.map(String.init)
    while true {
      let best = zip(symbols, symbols.dropFirst()).enumerated()
        .compactMap { index, pair in
          merges.firstIndex { $0 == pair }.map { (rank: $0, index: index) }
        }
        .min { $0 < $1 }
      guard let best else { return symbols }
      symbols.replaceSubrange(
        best.index...best.index + 1, with: [symbols[best.index] + symbols[best.index + 1]])
    }
  }

  @Test func aLongPieceIsMergedInReasonableTime() throws {
    let tokenizer = try tokenizer(merges: [("a", "a"), ("aa", "aa"), ("aaaa", "aaaa")])
    #expect(tokenizer.encode(String(repeating: "a", count: 100_003)).count == 12_502)
  }

  @Test func specialStringsAreOneTokenUnlessTakenAsText() throws {
    let tokenizer = try tokenizer(special: ["<end>", "<start>"])
    #expect(texts(tokenizer, "a<end>b<start>") == ["a", "<end>", "b", "<start>"])
    #expect(tokenizer.encode("<start>") == [1])
    #expect(
      texts(tokenizer, "<end>", parseSpecial: false) == ["<", "e", "n", "d", ">"])
    #expect(texts(tokenizer, "<ende>") == ["<", "e", "n", "d", "e", ">"])
    #expect(tokenizer.isSpecial(0))
    #expect(!tokenizer.isSpecial(2))
  }

  @Test func theLongerSpecialStringIsFoundFirstWhereverItStands() throws {
    let tokenizer = try tokenizer(special: ["<a>", "<a><b>", "<b><c><"])
    #expect(texts(tokenizer, "<a><b>") == ["<a><b>"])
    // "<b><c><" is longer than "<a><b>", which overlaps it on the left.
    #expect(texts(tokenizer, "<a><b><c><") == ["<a>", "<b><c><"])
    #expect(texts(tokenizer, "<a><a>") == ["<a>", "<a>"])
  }

  @Test func userDefinedTokensAreFoundEvenInPlainText() throws {
    let tokenizer = try vocabulary(["a", "b", "ab!"], types: [1, 1, 4])
    #expect(tokenizer.encode("aab!", parseSpecial: false) == [0, 2])
    #expect(!tokenizer.isSpecial(2))
    #expect(tokenizer.piece(of: 2).text == "ab!")
  }

  @Test func specialTextDoesNotBecomePartOfAPiece() throws {
    // The space before a special string is the end of its part, not a leading space.
    let tokenizer = try tokenizer(merges: [(" ", " ")], special: ["<end>"])
    #expect(texts(tokenizer, "a  <end>  b") == ["a", "  ", "<end>", " ", " ", "b"])
  }

  @Test func anyBytesComeBack() throws {
    let tokenizer = try tokenizer()
    for bytes: [UInt8] in [[], [0], [0xFF, 0xFE, 0x41], [0xE2, 0x82], Array(0...255)] {
      #expect(tokenizer.decode(tokenizer.encode(bytes: bytes)) == bytes)
    }
  }

  @Test func bytesWithoutATokenFallBackOrAreLeftOut() throws {
    let plain = try vocabulary(["a"], types: [1])
    #expect(plain.encode("a\u{4}a") == [0, 0])
    let fallback = try vocabulary(["a", "<0x04>", "<0xE2>"], types: [1, 6, 6])
    #expect(fallback.encode(bytes: [0x61, 0x04, 0xE2, 0x61]) == [0, 1, 2, 0])
    #expect(fallback.piece(of: 2).bytes == [0xE2])
  }

  private func vocabulary(_ tokens: [String], types: [Int32]) throws -> Tokenizer {
    var builder = GGUFBuilder()
    builder.set("tokenizer.ggml.model", "gpt2")
    builder.set("tokenizer.ggml.tokens", tokens)
    builder.set("tokenizer.ggml.token_type", types)
    builder.set("tokenizer.ggml.merges", [String]())
    return try Tokenizer(file: GGUFFile(bytes: builder.bytes, name: "small"))
  }

  @Test func metadataNamesBeginAndEnd() throws {
    let tokenizer = try tokenizer(special: ["<s>", "</s>", "<|im_end|>", "x"]) {
      $0.set("tokenizer.ggml.bos_token_id", 0)
      $0.set("tokenizer.ggml.eos_token_id", 1)
      $0.set("tokenizer.ggml.add_bos_token", true)
    }
    #expect(tokenizer.beginToken == 0)
    #expect(tokenizer.addsBeginToken)
    #expect(tokenizer.endTokens == [1, 2])
    #expect(tokenizer.encode("") == [])
    #expect(tokenizer.vocabularySize == 260)
    #expect(tokenizer.contains(259))
    #expect(!tokenizer.contains(260))
    #expect(!tokenizer.contains(-1))
  }

  @Test func otherTokenizersAreRefusedByName() throws {
    var builder = GGUFBuilder()
    builder.set("tokenizer.ggml.model", "llama")
    let file = try GGUFFile(bytes: builder.bytes, name: "other")
    #expect(throws: TokenizerError.unsupportedModel(file: "other", name: "llama")) {
      try Tokenizer(file: file)
    }
    let error = #expect(throws: TokenizerError.self) { try tokenizer(preTokenizer: "qwen2") }
    #expect(
      error?.description
        == """
        small: the pre-tokenizer "qwen2" is not supported; supported are "default", "gpt-2", \
        "smollm"
        """)
  }

  @Test func contradictionsAreErrors() throws {
    #expect(throws: TokenizerError.typeCountDiffers(file: "small", tokens: 1, types: 2)) {
      try vocabulary(["a"], types: [1, 1])
    }
    #expect(throws: TokenizerError.emptyVocabulary(file: "small")) {
      try vocabulary([], types: [])
    }
    #expect(throws: GGUFError(file: "none", problem: .missingKey("tokenizer.ggml.model"))) {
      try Tokenizer(file: GGUFFile(bytes: GGUFBuilder().bytes, name: "none"))
    }
    let outside = TokenizerError.tokenOutsideVocabulary(
      file: "small", key: "tokenizer.ggml.eos_token_id", token: 256, vocabularySize: 256)
    #expect(throws: outside) {
      try tokenizer { $0.set("tokenizer.ggml.eos_token_id", 256) }
    }
  }

  @Test(arguments: ["ab", "a ", " ", ""]) func aMergeHasTwoParts(_ line: String) throws {
    #expect(throws: TokenizerError.malformedMerge(file: "small", index: 0, text: line)) {
      try self.merging(line)
    }
  }

  @Test(arguments: ["a b", "a c", "a €"])
  func aMergeStaysInTheVocabulary(_ line: String) throws {
    #expect(throws: TokenizerError.mergeOutsideVocabulary(file: "small", index: 0, text: line)) {
      try self.merging(line)
    }
  }

  private func merging(_ line: String) throws -> Tokenizer {
    var builder = GGUFBuilder()
    builder.set("tokenizer.ggml.model", "gpt2")
    builder.set("tokenizer.ggml.tokens", ["a", "b"])
    builder.set("tokenizer.ggml.merges", [line])
    return try Tokenizer(file: GGUFFile(bytes: builder.bytes, name: "small"))
  }
}
