import TestSupport
import Testing

extension InTmux {
  /// What a person does at a real terminal arrives.
  @Suite struct TerminalKeyTests {
    @Test func keysOfEveryKindArrive() throws {
      let (session, _) = try ProbeRun.start(rows: 24)
      try session.send("Up", "PageDown", "F1", "F6", "BTab", "C-c", "C-u", "Enter", "Home", "DC")
      try session.send("Escape")
      try session.waitFor("key escape")
      try session.type("é漢")
      try session.waitFor("key 漢")
      let events = try session.rows().dropFirst(2).filter { !$0.isEmpty }
      #expect(
        Array(events) == [
          "key up", "key page-down", "key f1", "key f6", "key shift-tab", "key ctrl-c",
          "key ctrl-u", "key enter", "key home", "key delete", "key escape", "key é", "key 漢",
        ])
    }

    @Test func aPasteArrivesAsData() throws {
      let (session, _) = try ProbeRun.start(rows: 24)
      try session.paste("q\nQ")
      try session.waitFor("paste \"q\\nQ\"")
      try session.send("q")
      try session.waitFor("closed: asked")
      // Bracketed paste is off again: the shell gets the bare text.
      try session.waitForPrompt()
      try session.paste("plain")
      try session.wait("the bare text") { try session.rows().last { !$0.isEmpty } == "ready>plain" }
    }

    @Test func theMouseIsReportedUntilItIsTurnedOff() throws {
      let (session, _) = try ProbeRun.start(terminal: "xterm-256color")
      try session.type("\u{1b}[<0;10;5M\u{1b}[<64;1;1M")
      try session.waitFor("press at 9,4")
      try session.waitFor("wheelUp at 0,0")
      try session.send("m")
      try session.wait("the mouse off") { try !session.state().reportsMouse }
      let (silent, _) = try ProbeRun.start("--no-mouse")
      #expect(try !silent.state().reportsMouse)
    }

    @Test func keysComeFromTheTerminalWhenInputIsData() throws {
      let session = try TmuxSession(columns: 80, rows: 12)
      let modes = try session.terminalModes()
      try session.run("echo data | \(ProbeRun.path) --input-is-data")
      try session.waitFor("probe 80x12")
      try session.send("k")
      try session.waitFor("key k")
      try session.send("q")
      try session.waitFor("closed: asked")
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func copyingReachesTheTerminalsClipboard() throws {
      let (session, _) = try ProbeRun.start()
      try session.send("y")
      try session.waitFor("copied sent")
      #expect(try session.clipboard() == "copied text")
    }
  }
}
