import Screens
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.feed(text.utf8) + decoder.flush()
  }

  @Test func charactersAreKeysWhateverTheirLength() {
    #expect(
      keys("aZ é漢🙂") == [
        .character("a"), .character("Z"), .character(" "), .character("é"), .character("漢"),
        .character("🙂"),
      ])
  }

  @Test func controlCharactersAreNamed() {
    #expect(
      keys("\u{03}\u{15}\r\n\t\u{08}\u{7f}\u{00}\u{1c}") == [
        .control("c"), .control("u"), .enter, .enter, .tab, .backspace, .backspace,
      ])
  }

  @Test(arguments: [
    ("\u{1b}[A", Key.up), ("\u{1b}OB", .down), ("\u{1b}[C", .right), ("\u{1b}OD", .left),
    ("\u{1b}[H", .home), ("\u{1b}OF", .end), ("\u{1b}[1~", .home), ("\u{1b}[8~", .end),
    ("\u{1b}[2~", .insert), ("\u{1b}[3~", .delete), ("\u{1b}[5~", .pageUp),
    ("\u{1b}[6~", .pageDown), ("\u{1b}[Z", .backTab), ("\u{1b}OP", .function(1)),
    ("\u{1b}[15~", .function(5)), ("\u{1b}[17~", .function(6)), ("\u{1b}[24~", .function(12)),
    ("\u{1b}[[A", .function(1)), ("\u{1b}[[E", .function(5)), ("\u{1b}[1;5A", .up),
    ("\u{1b}OM", .enter),
  ])
  func commonSequencesAreKeys(_ sequence: String, _ key: Key) {
    #expect(keys(sequence) == [key])
  }

  @Test func sequencesSplitBetweenReadsAreOneKey() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1b]) == [])
    #expect(decoder.isWaitingForMore)
    #expect(decoder.feed(Array("[1;".utf8)) == [])
    #expect(decoder.feed(Array("5A".utf8)) == [.up])
    #expect(!decoder.isWaitingForMore)
    #expect(decoder.feed([0xe6, 0xbc]) == [])
    #expect(decoder.feed([0xa2]) == [.character("漢")])
  }

  @Test func aLoneEscapeIsAKeyAfterTheDelay() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1b]) == [])
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.isWaitingForMore)
  }

  @Test func escapeBeforeACharacterIsTwoKeys() {
    #expect(keys("\u{1b}x") == [.escape, .character("x")])
    #expect(keys("\u{1b}\u{1b}[A") == [.escape, .up])
    #expect(keys("\u{1b}[") == [.escape, .character("[")])
  }

  @Test func unknownSequencesVanishWhole() {
    #expect(
      keys("a\u{1b}[?1;2cb\u{1b}[99~c\u{1b}[Id") == "abcd".unicodeScalars.map { .character($0) })
    #expect(
      keys("a\u{1b}]11;rgb:0000/0000/0000\u{07}b\u{1b}P1$r0m\u{1b}\\c")
        == "abc".unicodeScalars.map { .character($0) })
  }

  @Test func brokenCharactersAreDropped() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [0x61, 0xff, 0xc0, 0x80, 0xe6, 0x28, 0xf5, 0x62, 0xc2, 0x9b]
    #expect(
      decoder.feed(bytes) + decoder.flush() == [
        .character("a"), .character("("), .character("b"),
      ])
  }

  @Test func mouseReportsCountFromZero() {
    let press = MouseEvent(kind: .press, point: Point(column: 9, row: 4))
    #expect(keys("\u{1b}[<0;10;5M") == [.mouse(press)])
    #expect(keys("\u{1b}[M *%") == [.mouse(press)])
    let release = MouseEvent(kind: .release, point: Point(column: 9, row: 4))
    #expect(keys("\u{1b}[<0;10;5m") == [.mouse(release)])
    #expect(keys("\u{1b}[M#*%") == [.mouse(release)])
    let wheel = MouseEvent(kind: .wheelDown, point: Point(column: 0, row: 299))
    #expect(keys("\u{1b}[<65;1;300M") == [.mouse(wheel)])
  }

  @Test func otherButtonsAndMotionAreNoKeys() {
    #expect(keys("\u{1b}[<2;10;5M\u{1b}[<35;10;5M\u{1b}[<0;0;5M") == [])
  }

  @Test func aPasteIsOnePieceOfData() {
    #expect(
      keys("a\u{1b}[200~q\r\nx\u{1b}[A:quit\u{1b}[201~b") == [
        .character("a"), .paste("q\nx\u{1b}[A:quit"), .character("b"),
      ])
  }

  @Test func aPasteSplitAnywhereIsTheSame() {
    let bytes = Array("\u{1b}[200~é\r漢\u{1b}[201~".utf8)
    for cut in 0...bytes.count {
      var decoder = KeyDecoder()
      let found = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
      #expect(found == [.paste("é\n漢")], "cut at \(cut)")
    }
  }

  @Test func aPasteIsBounded() {
    var decoder = KeyDecoder()
    let long = [UInt8](repeating: 0x61, count: KeyDecoder.longestPasteByteCount + 100)
    let found = decoder.feed(Array("\u{1b}[200~".utf8) + long + Array("\u{1b}[201~".utf8))
    #expect(
      found == [.paste(String(repeating: "a", count: KeyDecoder.longestPasteByteCount))])
  }

  @Test func whatTerminfoNamesComesFirst() {
    var decoder = KeyDecoder(namedSequences: [Array("\u{1b}[11^".utf8): .function(1)])
    #expect(decoder.feed("\u{1b}[11^".utf8) == [.function(1)])
  }

  /// No bytes may trap the decoder or keep it waiting for ever.
  @Test(arguments: 0..<8)
  func anyBytesAreDecoded(_ seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    var decoder = KeyDecoder()
    for _ in 0..<5000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let choices: [UInt8] = [0x1b, 0x5b, 0x4f, 0x3c, 0x4d, 0x3b, 0x32, UInt8(state >> 40 & 0xff)]
      _ = decoder.feed([choices[Int(state >> 20 & 7)]])
      if state >> 50 & 15 == 0 { _ = decoder.flush() }
    }
    _ = decoder.flush()
    _ = decoder.feed("\u{1b}[201~".utf8)
    #expect(!decoder.isWaitingForMore)
  }
}
