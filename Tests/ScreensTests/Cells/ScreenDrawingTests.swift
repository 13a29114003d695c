import TestSupport
import Testing

@testable import Screens

struct ScreenDrawingTests {
  private func screen(_ columns: Int, _ rows: Int = 1) -> Screen {
    Screen(size: Size(columns: columns, rows: rows))
  }

  @Test func textIsClippedAtTheScreensEdge() {
    var screen = screen(5)
    #expect(screen.put("abcdefgh", column: 2, row: 0, style: .text) == 3)
    #expect(screen.text == "  abc")
  }

  @Test func textIsClippedAtItsLimit() {
    var screen = screen(10)
    #expect(screen.put("abcdefgh", column: 1, row: 0, limit: 4, style: .text) == 4)
    #expect(screen.text == " abcd")
  }

  @Test func textOffTheScreenChangesNothing() {
    var screen = screen(4, 2)
    screen.put("ab", column: 0, row: 2, style: .text)
    screen.put("ab", column: 0, row: -1, style: .text)
    screen.put("ab", column: 9, row: 0, style: .text)
    #expect(screen.text == "\n")
  }

  @Test func textThatStartsLeftOfTheScreenShowsItsRest() {
    var screen = screen(4)
    #expect(screen.put("abcd", column: -2, row: 0, style: .text) == 4)
    #expect(screen.text == "cd")
  }

  @Test func wideTextTakesTwoColumnsACharacter() {
    var screen = screen(6)
    #expect(screen.put("日本x", column: 0, row: 0, style: .text) == 5)
    #expect(screen.text == "日本x")
    #expect(screen[1, 0].isContinuation)
    #expect(screen[3, 0].isContinuation)
    #expect(screen[4, 0].scalar == "x")
  }

  @Test func aWideCharacterAtTheClippingEdgeLeavesABlank() {
    var screen = screen(6)
    screen.put("......", column: 0, row: 0, style: .text)
    #expect(screen.put("日本", column: 0, row: 0, limit: 3, style: .text) == 3)
    #expect(screen.text == "日 ...")
    #expect(screen.put("日", column: 5, row: 0, style: .text) == 1)
    #expect(screen.text == "日 ..")
  }

  @Test func aWideCharacterHalfOffTheLeftEdgeLeavesABlank() {
    var screen = screen(4)
    screen.put("....", column: 0, row: 0, style: .text)
    #expect(screen.put("日x", column: -1, row: 0, style: .text) == 3)
    #expect(screen.text == " x..")
  }

  @Test func overwritingHalfAWideCharacterBlanksTheOther() {
    var screen = screen(6)
    screen.put("日本語", column: 0, row: 0, style: .text)
    screen.put("x", column: 1, row: 0, style: .text)
    #expect(screen.text == " x本語")
    screen.put("y", column: 2, row: 0, style: .text)
    #expect(screen.text == " xy 語")
    #expect(!screen[3, 0].isContinuation)
  }

  @Test func combiningMarksRideInTheCellOfTheirBase() {
    var screen = screen(4)
    #expect(screen.put("e\u{301}x", column: 0, row: 0, style: .text) == 2)
    #expect(screen[0, 0].combining == ["\u{301}"])
    #expect(screen[1, 0].scalar == "x")
  }

  @Test func atMostFourMarksRideInACell() {
    var screen = screen(4)
    let marks = String(repeating: "\u{301}", count: 500)
    #expect(screen.put("e" + marks + "x", column: 0, row: 0, style: .text) == 2)
    #expect(screen[0, 0].combining.count == 4)
  }

  @Test(arguments: [
    "a\u{1B}[31mb", "a\u{9B}31mb", "a\u{202E}b", "a\u{200D}b", "a\u{FEFF}b", "a\u{7F}b",
    "a\u{2028}b", "a\r\nb", "a\u{FE0F}b", "a\u{E0041}b", "\u{301}ab", "a\u{2066}b\u{2069}",
  ])
  func whatHasNoColumnNeverReachesACell(text: String) {
    var screen = screen(12)
    let used = screen.put(text, column: 0, row: 0, style: .text)
    #expect(used == TextWidth.columns(text))
    for cell in screen.cells {
      #expect(cell.combining.isEmpty)
      #expect(TextWidth.columns(cell.scalar) == 1)
    }
  }

  @Test func aJoinedEmojiIsDrawnAsItsParts() {
    var screen = screen(8)
    #expect(screen.put("👩‍👧x", column: 0, row: 0, style: .text) == 5)
    #expect(screen.text == "👩👧x")
  }

  @Test func aSkinToneDoesNotWidenItsEmoji() {
    var screen = screen(8)
    #expect(screen.put("👍🏽x", column: 0, row: 0, style: .text) == 3)
    #expect(screen.text == "👍x")
  }

  @Test func aBoxFramesItsAreaAndMarksTheFocus() {
    var screen = screen(12, 4)
    screen.box(
      Rectangle(column: 0, row: 0, columns: 12, rows: 4), title: "Tree", isFocused: true,
      glyphs: .unicode)
    #expect(
      screen.text == """
        ┌▸Tree ────┐
        │          │
        │          │
        └──────────┘
        """)
    #expect(screen.roles.split(separator: "\n")[0] == "oiiiiiiooooo")
    screen.box(
      Rectangle(column: 0, row: 0, columns: 12, rows: 4), title: "Statistics", isFocused: false,
      glyphs: .ascii)
    #expect(
      screen.text == """
        + Stati.. -+
        |          |
        |          |
        +----------+
        """)
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2)])
  func aBoxOfAnySizeStaysInItsArea(columns: Int, rows: Int) {
    var screen = screen(10, 5)
    screen.fill(Rectangle(column: 0, row: 0, columns: 10, rows: 5), with: ".", style: .text)
    let area = Rectangle(column: 2, row: 1, columns: columns, rows: rows)
    screen.box(area, title: "日本語 title", isFocused: true, glyphs: .unicode)
    for row in 0..<5 {
      for column in 0..<10 where !area.contains(Point(column: column, row: row)) {
        #expect(screen[column, row].scalar == ".")
      }
    }
  }

  @Test func barsGrowByEighthsOfACell() {
    var screen = screen(4, 4)
    for (row, fraction) in [0, 0.5, 0.53125, 1].enumerated() {
      screen.bar(
        fraction, column: 0, row: row, width: 4, style: Style(.bar), glyphs: .unicode)
    }
    #expect(screen.text == "\n██\n██▏\n████")
    #expect(screen.roles == "eeee\nggee\nggge\ngggg")
  }

  @Test func barsInASCIIAreWholeCells() {
    var screen = screen(4, 2)
    screen.bar(0.6, column: 0, row: 0, width: 4, style: Style(.bar), glyphs: .ascii)
    screen.bar(.nan, column: 0, row: 1, width: 4, style: Style(.bar), glyphs: .ascii)
    #expect(screen.text == "##\n")
  }

  @Test func selectionKeepsRolesAndShowsInUpperCase() {
    var screen = screen(4, 1)
    screen.put("ab", column: 0, row: 0, style: Style(.accepted))
    screen.select(Rectangle(column: 1, row: 0, columns: 2, rows: 9))
    #expect(screen.roles == "aAT")
    screen.restyle(Rectangle(column: -3, row: 0, columns: 4, rows: 1), Style(.rejected))
    #expect(screen.roles == "rAT")
    #expect(screen.text == "ab")
  }

  @Test func everyRoleHasALetterOfItsOwn() {
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
  }

  @Test func snapshotsCompareTextAndRoles() {
    var screen = screen(10, 2)
    screen.put("日本 ok", column: 0, row: 0, style: .text)
    screen.put("x", column: 0, row: 1, style: Style(.rejected))
    expectSnapshot(screen, "snapshot-helper")
  }

  @Test func aDifferingSnapshotMarksTheCells() {
    #expect(
      sideBySide(expected: "日本 ok\nsame", shown: "日本 no\nsame") == """
        expected │ shown
        日本 ok  │ 日本 no
             ^^  ^      ^^
        same     │ same
        """)
  }
}
