import Testing

@testable import Screens

struct TextWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("ｱ", 1), ("ア", 2), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("🙂", 2), ("❤", 1), ("❤️", 1), ("👨‍👩‍👧", 6), ("🇩🇪", 2), ("\u{1B}", 0), ("\u{200B}", 0),
    ("─", 1), ("█", 1), ("✓", 1), ("…", 1), ("\u{AD}", 0), ("ก\u{E34}", 1), ("", 0), ("𠀀", 2),
    ("\u{3000}", 2), ("！", 2), ("⌚", 2),
  ])
  func textTakesTheseColumns(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test(arguments: [Glyphs.unicode, .ascii])
  func marksOfOursAreNarrow(glyphs: Glyphs) {
    let single = [
      glyphs.accepted, glyphs.rejected, glyphs.corrected, glyphs.bonus, glyphs.unreached,
      glyphs.pending, glyphs.selected, glyphs.warning, glyphs.branch, glyphs.lastBranch,
      glyphs.stem, glyphs.arm, glyphs.horizontal, glyphs.vertical, glyphs.topLeft,
      glyphs.topRight, glyphs.bottomLeft, glyphs.bottomRight, glyphs.teeLeft, glyphs.teeRight,
    ]
    for mark in single + glyphs.barParts + glyphs.sparks {
      #expect(TextWidth.columns(mark) == 1, "\(mark)")
    }
  }

  @Test func asciiGlyphsAreASCII() {
    for child in Mirror(reflecting: Glyphs.ascii).children {
      for text in (child.value as? [String]) ?? [(child.value as? String) ?? ""] {
        #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
      }
    }
  }

  @Test func cuttingLosesTheEndThatMattersLess() {
    #expect(TextWidth.cut("abcdef", to: 6, glyphs: .unicode) == "abcdef")
    #expect(TextWidth.cut("abcdef", to: 4, glyphs: .unicode) == "abc…")
    #expect(TextWidth.cut("abcdef", to: 4, from: .head, glyphs: .unicode) == "…def")
    #expect(TextWidth.cut("abcdef", to: 4, glyphs: .ascii) == "ab..")
    #expect(TextWidth.cut("abcdef", to: 1, glyphs: .ascii) == "a")
    #expect(TextWidth.cut("abcdef", to: 0, glyphs: .unicode) == "")
  }

  @Test(arguments: ["日本語テキスト", "a日b本c", "👨‍👩‍👧👨‍👩‍👧", "e\u{301}e\u{301}e\u{301}e\u{301}"], 0...8)
  func cutTextIsNeverTooWide(text: String, columns: Int) {
    for glyphs in [Glyphs.unicode, .ascii] {
      #expect(TextWidth.columns(TextWidth.cut(text, to: columns, glyphs: glyphs)) <= columns)
      #expect(
        TextWidth.columns(TextWidth.cut(text, to: columns, from: .head, glyphs: glyphs)) <= columns)
      #expect(TextWidth.columns(TextWidth.fit(text, columns: columns, glyphs: glyphs)) == columns)
    }
  }

  @Test func linesBreakAtSpaces() {
    #expect(
      TextWidth.wrap("the quick brown fox", columns: 10) == ["the quick", "brown fox"])
    #expect(TextWidth.wrap("the quick", columns: 9) == ["the quick"])
    #expect(TextWidth.wrap("one\n\ntwo", columns: 9) == ["one", "", "two"])
    #expect(TextWidth.wrap("", columns: 9) == [""])
  }

  @Test func wordsWiderThanALineAreBrokenInside() {
    #expect(TextWidth.wrap("abcdefgh ij", columns: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextWidth.wrap("日本語", columns: 3) == ["日", "本", "語"])
    #expect(TextWidth.wrap("日本", columns: 1) == ["日", "本"])
  }

  @Test(arguments: 2...20)
  func wrappedLinesFit(columns: Int) {
    let text = "Some 日本語 text with  two spaces,\ta\u{301}ccents and averyveryverylongword."
    for line in TextWidth.wrap(text, columns: columns) {
      #expect(TextWidth.columns(line) <= columns)
    }
  }
}
