import Testing
import Tokens

@testable import Screens

struct TokenTextTests {
  @Test(arguments: [
    (" the", "␠the"), ("the", "the"), ("\n", "⏎"), ("\t\t", "⇥⇥"), ("  ", "␠␠"), ("a b ", "a b␠"),
    ("\u{1B}[31m", "‹1B›[31m"), ("\u{7F}", "‹7F›"), ("\u{85}", "‹0085›"),
    ("\u{9B}1m", "‹009B›1m"), ("\u{202E}abc", "‹202E›abc"), ("\u{200B}", "‹200B›"),
    ("👩‍👧", "👩‹200D›👧"), ("\u{301}", "‹0301›"), ("e\u{301}", "e\u{301}"), ("❤️", "❤‹FE0F›"),
    ("\u{A0}", "‹00A0›"), ("\u{3000}", "‹3000›"), ("日本", "日本"), ("\r\n", "‹0D›⏎"),
    ("\u{FEFF}", "‹FEFF›"), ("👍🏽", "👍‹1F3FD›"), ("\u{3164}", "‹3164›"),
  ])
  func tokensAreShownWithMarks(text: String, shown: String) {
    #expect(TokenText.marked(TokenPiece(text), glyphs: .unicode) == shown)
  }

  @Test func anEmptyTokenIsNamed() {
    #expect(TokenText.marked(TokenPiece(""), glyphs: .unicode) == "∅")
    #expect(TokenText.marked(TokenPiece(""), glyphs: .ascii) == "(empty)")
  }

  @Test func bytesThatAreNoCharacterAreShownInHexadecimal() {
    #expect(TokenText.marked(TokenPiece(bytes: [0xE2]), glyphs: .unicode) == "‹E2›")
    #expect(
      TokenText.marked(TokenPiece(bytes: [0x20, 0x61, 0x98, 0x80]), glyphs: .unicode)
        == "␠a‹98›‹80›")
    #expect(TokenText.marked(TokenPiece(bytes: [0xE2]), glyphs: .ascii) == "<E2>")
    #expect(TokenText.marked(TokenPiece(" \n\t"), glyphs: .ascii) == "_\\n\\t")
    #expect(TokenText.bytes(TokenPiece(bytes: [0xE2, 0x06])) == "e2 06")
  }

  @Test func everyScalarIsDrawnOrMarked() {
    for value in (0...0x2FFF).map(UInt32.init) + Array(0xE000...0xFFFF) + Array(0x1F000...0x1FFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = TokenText.marked(TokenPiece(String(scalar)), glyphs: .unicode)
      #expect(TextWidth.columns(shown) > 0, "U+\(String(value, radix: 16))")
      for part in shown.unicodeScalars { #expect(TextWidth.columns(part) > 0) }
    }
  }

  private func texts(_ pieces: [TokenPiece], showMarks: Bool = false) -> [String] {
    let runs = TokenText.running(pieces, showMarks: showMarks, glyphs: .unicode)
    return pieces.indices.map { piece in
      runs.filter { $0.piece == piece }.map { $0.kind == .lineBreak ? "|" : $0.text }.joined()
    }
  }

  @Test func aSplitCharacterIsShownWholeWithTheTokenThatCompletesIt() {
    // U+65E5 is E6 97 A5.
    let pieces = [
      TokenPiece(bytes: [0x61, 0xE6]), TokenPiece(bytes: [0x97]), TokenPiece(bytes: [0xA5, 0x62]),
    ]
    #expect(texts(pieces) == ["a", "", "日b"])
    #expect(texts(pieces, showMarks: true) == ["a", "", "日b"])
  }

  @Test func anAccentInATokenOfItsOwnTakesItsLetterAlong() {
    #expect(texts([TokenPiece("cafe"), TokenPiece("\u{301}s")]) == ["caf", "e\u{301}s"])
  }

  @Test func theUnfinishedEndWaits() {
    #expect(texts([TokenPiece("a"), TokenPiece(bytes: [0xE6, 0x97])]) == ["a", ""])
  }

  @Test func brokenBytesAreReplaced() {
    let pieces = [TokenPiece(bytes: [0xE6]), TokenPiece("x"), TokenPiece(bytes: [0xFF])]
    #expect(texts(pieces) == ["\u{FFFD}", "x", "\u{FFFD}"])
    #expect(texts(pieces, showMarks: true) == ["‹E6›", "x", "‹FF›"])
  }

  @Test func controlsAreLeftOutOrMarked() {
    let pieces = [TokenPiece("a\u{1B}[2Jb"), TokenPiece("\u{202E}"), TokenPiece("c\n\n")]
    #expect(texts(pieces) == ["a[2Jb", "", "c||"])
    #expect(texts(pieces, showMarks: true) == ["a‹1B›[2Jb", "‹202E›", "c⏎|⏎|"])
  }

  @Test func blanksAreMarkedOnRequest() {
    #expect(texts([TokenPiece(" a\tb")]) == [" a    b"])
    #expect(texts([TokenPiece(" a\tb")], showMarks: true) == ["␠a⇥b"])
  }

  @Test func eachTokenHasARun() {
    let pieces = [TokenPiece(""), TokenPiece("a"), TokenPiece("")]
    let runs = TokenText.running(pieces, showMarks: false, glyphs: .unicode)
    #expect(Set(runs.map(\.piece)) == [0, 1, 2])
  }

  @Test func anyBytesGiveDrawableText() {
    var state: UInt64 = 1
    for _ in 0..<2000 {
      let pieces = (0..<4).map { _ in
        TokenPiece(
          bytes: (0..<Int(state % 6)).map { _ in
            state = KeyedRandomness.mix(state)
            return UInt8(truncatingIfNeeded: state >> 30)
          })
      }
      state = KeyedRandomness.mix(state)
      for showMarks in [true, false] {
        for run in TokenText.running(pieces, showMarks: showMarks, glyphs: .unicode) {
          for scalar in run.text.unicodeScalars {
            #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
            #expect(scalar.properties.generalCategory != .format)
          }
        }
      }
    }
  }
}
