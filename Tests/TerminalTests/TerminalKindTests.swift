import Foundation
import TestSupport
import Testing

extension InTmux {
  /// Terminals of every kind, and none.
  @Suite struct TerminalKindTests {
    @Test(arguments: [
      "xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100", "xterm-kitty",
    ])
    func everyKindOfTerminalIsDrawnAndRestored(_ terminal: String) throws {
      let (session, modes) = try ProbeRun.start(terminal: terminal)
      let rows = try session.rows()
      #expect(rows[1] == "accepted  rejected  selected")
      let note =
        "this machine does not know the terminal \"xterm-kitty\": treating it as xterm-256c"
      #expect(rows[2] == (terminal == "xterm-kitty" ? note : ""))
      try session.send("Down", "k")
      try session.waitFor("key down")
      try session.waitFor("key k")
      try session.send("q")
      try session.waitFor("closed: asked")
      #expect(try session.exitStatus() == 0)
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func aDumbTerminalGetsLines() throws {
      let session = try TmuxSession(columns: 80, rows: 12, terminal: "dumb")
      let modes = try session.terminalModes()
      try session.run(ProbeRun.path)
      try session.waitFor("linear: TERM is \"dumb\"")
      try session.type("next\n")
      try session.waitFor("line: next")
      try session.send("C-c")
      try session.waitFor("closed: signal(2)")
      #expect(try session.exitStatus() == 130)
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func outputToAPipeOrAFileIsNotDrawn() throws {
      let session = try TmuxSession(columns: 80, rows: 12)
      try session.run("\(ProbeRun.path) | cat -v")
      try session.waitFor("plain\n")
      try session.run("\(ProbeRun.path) < /dev/null")
      try session.waitFor("plain\n")
      try session.waitForPrompt()
      #expect(try Array(session.rows().prefix(2)) == ["plain", TmuxSession.prompt])
    }

    @Test func withoutColorsNoColorSequenceIsSent() throws {
      let (colored, _) = try ProbeRun.start()
      #expect(try line(1, of: colored).contains(/\[0?;?1m\e\[94m(\e\[49m)?accepted/))
      try colored.send("t")
      try colored.wait("the other looks") {
        try self.line(1, of: colored).contains(/\[32m(\e\[49m)?accepted/)
      }

      let (plain, _) = try ProbeRun.start("--no-color")
      let text = try plain.captureWithColors()
      // 39 and 49, the terminal's own colours, are tmux's way of writing.
      #expect(!text.contains(/\e\[([0-9]+;)*(3|4|9|10)[0-8][;:m]/))
      #expect(text.contains(/\[0?;?1m(\e\[[34]9m)*accepted/))
      #expect(text.contains(/\[0?;?7mrejected/))
    }

    private func line(_ number: Int, of session: TmuxSession) throws -> String {
      try session.captureWithColors().components(separatedBy: "\n")[number]
    }

    @Test func directColorsAreSentWhereTheTerminalTakesThem() throws {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("terminfo-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      // As in ncurses' own xterm-direct, with semicolons.
      let entry = """
        xterm-direct|a test of direct colours,
          RGB, colors#0x1000000, pairs#0x7fff,
          setaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
          setab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
          setf@, setb@, initc@, ccc@, use=xterm-256color,

        """
      let source = folder.appendingPathComponent("direct.ti")
      try entry.write(to: source, atomically: true, encoding: .utf8)
      let compiler = Process()
      compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      compiler.arguments = ["tic", "-x", "-o", folder.path, source.path]
      try compiler.run()
      compiler.waitUntilExit()
      try #require(compiler.terminationStatus == 0)
      let (session, modes) = try ProbeRun.start(
        terminal: "xterm-256color",
        environment: ["COLORTERM": "truecolor", "TERMINFO": folder.path])
      #expect(try line(1, of: session).contains(/\[38;2;18;52;86m(\e\[49m)?accepted/))
      try session.send("q")
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func directColorsBecomeTheNearestOf256Elsewhere() throws {
      let (session, _) = try ProbeRun.start(
        terminal: "screen-256color",
        environment: ["COLORTERM": "truecolor", "TERMINFO": "/nowhere"])
      // The cube's place nearest to (18, 52, 86).
      #expect(try line(1, of: session).contains(/38;5;23m(\e\[49m)?accepted/))
    }

    @Test func anotherEncodingDrawsASCII() throws {
      let session = try TmuxSession(columns: 80, rows: 12, environment: ["LC_ALL": "C"])
      let file = try ProbeRun.picture("wide")
      try session.run("\(ProbeRun.path)")
      try session.waitFor("ASCII pid")
      #expect(try session.rows()[2].hasPrefix("the locale is not UTF-8: drawing with ASCII"))
      try session.send("q")
      try session.waitForPrompt()
      try session.run("\(ProbeRun.path) '\(file.path)'")
      try session.waitFor("end")
      #expect(try session.rows()[0] == "|? ? ? |")
    }

    @Test func hostileCellsKeepTheirColumns() throws {
      let (session, _) = try ProbeRun.start()
      try session.send("h")
      try session.wait("the cells") { try session.rows()[0].hasPrefix("||") }
      #expect(try session.rows()[0] == "||\u{fffd}|\u{fffd}|\u{fffd}|\u{fffd}| |👩||\u{fffd}|||")
    }
  }
}
