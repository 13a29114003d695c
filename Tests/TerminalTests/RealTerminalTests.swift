import Foundation
import Glibc
import TestSupport
import Testing

/// The probe program in a real terminal: what it leaves behind, above all.
@Suite(.serialized, .enabled(if: TmuxSession.isAvailable, "tmux is not installed"))
struct RealTerminalTests {
  /// Quoted for the shell.
  static let probe =
    "'"
    + Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("TerminalProbe")
    .path + "'"

  /// A session with the probe on its screen, and the terminal's modes before it started.
  private func start(
    _ arguments: String = "", columns: Int = 80, rows: Int = 12,
    terminal: String = "tmux-256color", environment: [String: String] = [:]
  ) throws -> (session: TmuxSession, modes: String) {
    let session = try TmuxSession(
      columns: columns, rows: rows, terminal: terminal, environment: environment)
    let modes = try session.terminalModes()
    try session.run("\(Self.probe) \(arguments)")
    try session.waitFor("probe \(columns)x\(rows)")
    try session.waitFor("selected")
    return (session, modes)
  }

  /// The terminal is as it was before the program.
  private func expectClean(
    _ session: TmuxSession, modes: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try session.waitForPrompt()
    let state = try session.state()
    #expect(!state.isAlternateScreen, sourceLocation: sourceLocation)
    #expect(state.isCursorVisible, sourceLocation: sourceLocation)
    #expect(!state.reportsMouse, sourceLocation: sourceLocation)
    #expect(!state.hasApplicationKeys, sourceLocation: sourceLocation)
    #expect(try session.terminalModes() == modes, sourceLocation: sourceLocation)
  }

  private func processID(_ session: TmuxSession) throws -> Int32 {
    let text = try session.capture()
    let match = try #require(text.firstMatch(of: /pid (\d+)/))
    return try #require(Int32(match.1))
  }

  // MARK: Coming and going

  @Test func startingAndQuittingLeavesThePaneAsBefore() throws {
    let (session, modes) = try start()
    let state = try session.state()
    #expect(state.isAlternateScreen)
    #expect(state.isCursorVisible)
    #expect(state.reportsMouse)
    #expect(state.cursorColumn == 4)
    #expect(state.cursorRow == 1)
    try session.send("q")
    try session.waitFor("closed: asked")
    #expect(try session.exitStatus() == 0)
    #expect(try !session.capture().contains("accepted"))
    try expectClean(session, modes: modes)
  }

  @Test func leavingByExitRestoresTheTerminal() throws {
    let (session, modes) = try start()
    try session.send("x")
    #expect(try session.exitStatus() == 3)
    try expectClean(session, modes: modes)
  }

  @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)])
  func signalsEndWithTheirStatusAndACleanTerminal(_ signal: String, _ status: Int) throws {
    let (session, modes) = try start()
    try sendSignal(signal, to: processID(session))
    try session.waitFor("closed: signal")
    #expect(try session.exitStatus() == status)
    try expectClean(session, modes: modes)
  }

  private func sendSignal(_ name: String, to process: Int32) throws {
    let numbers = ["TERM": SIGTERM, "INT": SIGINT, "HUP": SIGHUP, "QUIT": SIGQUIT]
    #expect(kill(process, try #require(numbers[name])) == 0)
  }

  @Test func aSignalThatNobodyAnswersEndsTheProgramTheSecondTime() throws {
    let (session, modes) = try start()
    try session.send("b")
    #expect(try session.exitStatus() == 143)
    try expectClean(session, modes: modes)
  }

  @Test(arguments: [("c", "deliberate crash", [132, 133]), ("a", "", [134]), ("n", "", [139])])
  func aCrashLeavesItsMessageItsStatusAndACleanTerminal(
    _ key: String, _ message: String, _ statuses: [Int]
  ) throws {
    // High enough for the runtime's list of calls.
    let (session, modes) = try start(rows: 80)
    try session.send(key)
    let status = try session.exitStatus()
    #expect(statuses.contains(status), "status \(status)")
    if !message.isEmpty { #expect(try session.capture().contains(message)) }
    try expectClean(session, modes: modes)
  }

  @Test func aLostTerminalEndsTheProgram() throws {
    let (session, _) = try start()
    let process = try processID(session)
    try session.killTerminal()
    try session.wait("the end of the program") { kill(process, 0) != 0 }
  }

  @Test func aLibrarysComplaintAppearsAfterLeaving() throws {
    let (session, modes) = try start()
    try session.send("e")
    try session.waitFor("key e")
    #expect(try !session.capture().contains("a library complains"))
    try session.send("q")
    try session.waitFor("a library complains")
    try expectClean(session, modes: modes)
  }

  @Test(arguments: ["C-z", "z"])
  func suspendingShowsTheShellAndComingBackTheSameScreen(_ key: String) throws {
    let (session, modes) = try start()
    try session.send("k")
    try session.waitFor("key k")
    let before = Array(try session.rows().prefix(2))
    try session.send(key)
    try expectClean(session, modes: modes)
    try session.run("fg")
    try session.waitFor("resumed")
    try session.wait("the same screen") { try Array(session.rows().prefix(2)) == before }
    #expect(try session.state().isAlternateScreen)
    #expect(try session.state().reportsMouse)
    try session.send("q")
    try session.waitFor("closed: asked")
    try expectClean(session, modes: modes)
  }

  @Test func resizingRedrawsDownToAFewCellsAndUpAgain() throws {
    let (session, modes) = try start()
    try session.resize(columns: 20, rows: 5)
    try session.waitFor("probe 20x5")
    try session.resize(columns: 100, rows: 30)
    try session.waitFor("probe 100x30")
    #expect(try session.capture().contains("resized 20x5"))
    try session.resize(columns: 3, rows: 1)
    try session.wait("three cells") { try session.capture() == "pro\n" }
    try session.resize(columns: 80, rows: 12)
    try session.waitFor("probe 80x12")
    try session.send("q")
    try expectClean(session, modes: modes)
  }

  // MARK: Keys

  @Test func keysOfEveryKindArrive() throws {
    let (session, _) = try start(rows: 24)
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
    let (session, _) = try start(rows: 24)
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
    let (session, _) = try start(terminal: "xterm-256color")
    try session.type("\u{1b}[<0;10;5M\u{1b}[<64;1;1M")
    try session.waitFor("press at 9,4")
    try session.waitFor("wheelUp at 0,0")
    try session.send("m")
    try session.wait("the mouse off") { try !session.state().reportsMouse }
    let (silent, _) = try start("--no-mouse")
    #expect(try !silent.state().reportsMouse)
  }

  @Test func keysComeFromTheTerminalWhenInputIsData() throws {
    let session = try TmuxSession(columns: 80, rows: 12)
    let modes = try session.terminalModes()
    try session.run("echo data | \(Self.probe) --input-is-data")
    try session.waitFor("probe 80x12")
    try session.send("k")
    try session.waitFor("key k")
    try session.send("q")
    try session.waitFor("closed: asked")
    try expectClean(session, modes: modes)
  }

  @Test func copyingReachesTheTerminalsClipboard() throws {
    let (session, _) = try start()
    try session.send("y")
    try session.waitFor("copied sent")
    #expect(try session.clipboard() == "copied text")
  }

  // MARK: Terminals

  @Test(arguments: [
    "xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100", "xterm-kitty",
  ])
  func everyKindOfTerminalIsDrawnAndRestored(_ terminal: String) throws {
    let (session, modes) = try start(terminal: terminal)
    let rows = try session.rows()
    #expect(rows[1] == "accepted  rejected  selected")
    let note = "this machine does not know the terminal \"xterm-kitty\": treating it as xterm-256c"
    #expect(rows[2] == (terminal == "xterm-kitty" ? note : ""))
    try session.send("Down", "k")
    try session.waitFor("key down")
    try session.waitFor("key k")
    try session.send("q")
    try session.waitFor("closed: asked")
    #expect(try session.exitStatus() == 0)
    try expectClean(session, modes: modes)
  }

  @Test func aDumbTerminalGetsLines() throws {
    let session = try TmuxSession(columns: 80, rows: 12, terminal: "dumb")
    let modes = try session.terminalModes()
    try session.run(Self.probe)
    try session.waitFor("linear: TERM is \"dumb\"")
    try session.type("next\n")
    try session.waitFor("line: next")
    try session.send("C-c")
    try session.waitFor("closed: signal(2)")
    #expect(try session.exitStatus() == 130)
    try expectClean(session, modes: modes)
  }

  @Test func outputToAPipeOrAFileIsNotDrawn() throws {
    let session = try TmuxSession(columns: 80, rows: 12)
    try session.run("\(Self.probe) | cat -v")
    try session.waitFor("plain\n")
    try session.run("\(Self.probe) < /dev/null")
    try session.waitFor("plain\n")
    try session.waitForPrompt()
    #expect(try Array(session.rows().prefix(2)) == ["plain", TmuxSession.prompt])
  }

  @Test func withoutColorsNoColorSequenceIsSent() throws {
    let (colored, _) = try start()
    #expect(try line(1, of: colored).contains(/\[0?;?1m\e\[94m(\e\[49m)?accepted/))
    try colored.send("t")
    try colored.wait("the other looks") {
      try self.line(1, of: colored).contains(/\[32m(\e\[49m)?accepted/)
    }

    let (plain, _) = try start("--no-color")
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
    let (session, modes) = try start(
      terminal: "xterm-256color",
      environment: ["COLORTERM": "truecolor", "TERMINFO": folder.path])
    #expect(try line(1, of: session).contains(/\[38;2;18;52;86m(\e\[49m)?accepted/))
    try session.send("q")
    try expectClean(session, modes: modes)
  }

  @Test func directColorsBecomeTheNearestOf256Elsewhere() throws {
    let (session, _) = try start(
      terminal: "screen-256color", environment: ["COLORTERM": "truecolor", "TERMINFO": "/nowhere"])
    // The cube's place nearest to (18, 52, 86).
    #expect(try line(1, of: session).contains(/38;5;23m(\e\[49m)?accepted/))
  }

  @Test func anotherEncodingDrawsASCII() throws {
    let session = try TmuxSession(columns: 80, rows: 12, environment: ["LC_ALL": "C"])
    let file = try picture("wide")
    try session.run("\(Self.probe)")
    try session.waitFor("ASCII pid")
    #expect(try session.rows()[2].hasPrefix("the locale is not UTF-8: drawing with ASCII"))
    try session.send("q")
    try session.waitForPrompt()
    try session.run("\(Self.probe) '\(file.path)'")
    try session.waitFor("end")
    #expect(try session.rows()[0] == "|? ? ? |")
  }

  @Test func hostileCellsKeepTheirColumns() throws {
    let (session, _) = try start()
    try session.send("h")
    try session.wait("the cells") { try session.rows()[0].hasPrefix("||") }
    #expect(try session.rows()[0] == "||\u{fffd}|\u{fffd}|\u{fffd}|\u{fffd}| |👩||\u{fffd}|||")
  }

  private func picture(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/Pictures/\(name)", withExtension: "txt"))
  }
}
