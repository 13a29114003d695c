import Foundation
import Screens
import TestSupport
import Testing

/// What a screen says in memory and what a real terminal shows of it are the same, cell for cell.
@Suite(.serialized, .enabled(if: TmuxSession.isAvailable, "tmux is not installed"))
struct OracleTests {
  private func picture(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/Pictures/\(name)", withExtension: "txt"))
  }

  private func screen(_ text: String, _ size: Size) -> Screen {
    var screen = Screen(size: size)
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (row, text) in rows.prefix(size.rows).enumerated() {
      screen.put(String(text), column: 0, row: row, style: .text)
    }
    return screen
  }

  @Test(arguments: [
    "boxes", "wide", "combining", "emoji", "controls", "edges",
  ])
  func theTerminalShowsWhatTheScreenSays(_ name: String) throws {
    let size = Size(columns: 60, rows: 15)
    let file = try picture(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    let expected = screen(text, size).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let session = try TmuxSession(columns: size.columns, rows: size.rows)
    try session.run("\(RealTerminalTests.probe) '\(file.path)'")
    try session.waitFor("end")
    let shown = try session.rows()
    for row in 0..<size.rows {
      #expect(shown[row] == expected[row], "row \(row) of \(name)")
    }
  }
}
