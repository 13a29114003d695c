import Foundation
import Screens
import TestSupport
import Testing

extension InTmux {
  /// What a screen says in memory and what a real terminal shows of it are the same, cell for cell.
  @Suite struct OracleTests {
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
      let file = try ProbeRun.picture(name)
      let text = try String(contentsOf: file, encoding: .utf8)
      let expected = screen(text, size).text.split(
        separator: "\n", omittingEmptySubsequences: false
      ).map(String.init)
      let session = try TmuxSession(columns: size.columns, rows: size.rows)
      try session.run("\(ProbeRun.path) '\(file.path)'")
      try session.waitFor("end")
      let shown = try session.rows()
      for row in 0..<size.rows {
        #expect(shown[row] == expected[row], "row \(row) of \(name)")
      }
    }
  }
}
