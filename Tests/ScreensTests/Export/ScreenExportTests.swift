import Foundation
import TestSupport
import Testing

@testable import Screens

#if canImport(FoundationXML)
import FoundationXML
#endif

struct ScreenExportTests {
  private func screen() -> Screen {
    var screen = Screen(size: Size(columns: 14, rows: 2))
    screen.put("<a&b>", column: 0, row: 0, style: Style(.accepted))
    screen.put("日本 e\u{301}", column: 6, row: 0, style: .text)
    screen.put("no", column: 0, row: 1, style: Style(.rejected, isSelected: true))
    return screen
  }

  @Test func plainTextIsTheRows() {
    #expect(ScreenExport.plainText(screen()) == "<a&b> 日本 e\u{301}\nno\n")
  }

  @Test func coloursAreControlSequences() {
    let theme = BuiltInThemes.standard
    #expect(
      ScreenExport.ansi(screen(), skin: Skin(theme: theme, depth: .sixteen))
        == "\u{1B}[0;1;94m<a&b>\u{1B}[0m 日本 e\u{301}\n\u{1B}[0;7;9;33mno\u{1B}[0m\n")
    #expect(
      ScreenExport.ansi(screen(), skin: Skin(theme: theme, depth: .indexed))
        == "\u{1B}[0;1;38;5;75m<a&b>\u{1B}[0m 日本 e\u{301}\n"
        + "\u{1B}[0;9;38;5;215;48;5;237mno\u{1B}[0m\n")
    #expect(
      ScreenExport.ansi(screen(), skin: Skin(theme: theme, depth: .direct))
        .contains("38;2;108;178;255m<a&b>"))
  }

  @Test func withoutColourThereIsNoColourSequence() {
    let text = ScreenExport.ansi(
      ThemeSample.screen(named: "dark", glyphs: .unicode),
      skin: Skin(theme: BuiltInThemes.standard, depth: .none))
    for part in text.split(separator: "\u{1B}[").dropFirst() {
      let codes = part.prefix { $0 != "m" }.split(separator: ";")
      #expect(codes.allSatisfy { ["0", "1", "2", "4", "7", "9"].contains($0) })
    }
  }

  @Test func anSVGEscapesAndPlacesByColumn() {
    let svg = ScreenPicture(screen(), theme: BuiltInThemes.standard, title: "A & B").svg
    #expect(svg.contains("<title>A &amp; B</title>"))
    #expect(
      svg.contains(
        "<text x=\"12\" y=\"26\" textLength=\"45\" fill=\"#6cb2ff\" font-weight=\"bold\">"
          + "&lt;a&amp;b&gt;</text>"))
    #expect(svg.contains("<text x=\"66\" y=\"26\" textLength=\"18\" fill=\"#d6dae3\">日</text>"))
    #expect(svg.contains("<text x=\"84\" y=\"26\" textLength=\"18\" fill=\"#d6dae3\">本</text>"))
    #expect(svg.contains("<rect x=\"12\" y=\"30\" width=\"18\" height=\"18\" fill=\"#343a46\"/>"))
    #expect(svg.contains("text-decoration=\"line-through\">no</text>"))
    #expect(!svg.contains("<script"))
  }

  @Test func anSVGOfHostileCellsIsWellFormed() throws {
    var screen = Screen(size: Size(columns: 12, rows: 2))
    for (column, scalar)
      in (["\u{1B}", "\0", "<", "&", "\u{FFFE}", "\u{7}", "]", "'"]
      as [Unicode.Scalar]).enumerated()
    {
      screen[column, 0] = Cell(scalar)
    }
    let svg = ScreenPicture(screen, theme: BuiltInThemes.standard, title: "\u{0}<").svg
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
  }

  @Test func theSampleShowsEveryRole() {
    let screen = ThemeSample.screen(named: "dark", glyphs: .unicode)
    #expect(Set(screen.cells.map(\.style.role)) == Set(Role.allCases))
    expectSnapshot(screen, "theme-sample")
    expectSnapshot(ThemeSample.screen(named: "dark", glyphs: .ascii), "theme-sample-ascii")
  }
}
