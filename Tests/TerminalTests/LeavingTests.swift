import Foundation
import Glibc
import TestSupport
import Testing

extension InTmux {
  /// What a program leaves behind, on every way out.
  @Suite struct LeavingTests {
    @Test func startingAndQuittingLeavesThePaneAsBefore() throws {
      let (session, modes) = try ProbeRun.start()
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
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func leavingByExitRestoresTheTerminal() throws {
      let (session, modes) = try ProbeRun.start()
      try session.send("x")
      #expect(try session.exitStatus() == 3)
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)])
    func signalsEndWithTheirStatusAndACleanTerminal(_ signal: String, _ status: Int) throws {
      let (session, modes) = try ProbeRun.start()
      try sendSignal(signal, to: ProbeRun.processID(session))
      try session.waitFor("closed: signal")
      #expect(try session.exitStatus() == status)
      try ProbeRun.expectClean(session, modes: modes)
    }

    private func sendSignal(_ name: String, to process: Int32) throws {
      let numbers = ["TERM": SIGTERM, "INT": SIGINT, "HUP": SIGHUP, "QUIT": SIGQUIT]
      #expect(kill(process, try #require(numbers[name])) == 0)
    }

    @Test func aSignalThatNobodyAnswersEndsTheProgramTheSecondTime() throws {
      let (session, modes) = try ProbeRun.start()
      try session.send("b")
      #expect(try session.exitStatus() == 143)
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test(arguments: [
      ("c", "deliberate crash", [132, 133]), ("a", "", [134]), ("n", "", [139]), ("o", "", [139]),
    ])
    func aCrashLeavesItsMessageItsStatusAndACleanTerminal(
      _ key: String, _ message: String, _ statuses: [Int]
    ) throws {
      // High enough for the runtime's list of calls.
      let (session, modes) = try ProbeRun.start(rows: 80)
      try session.send(key)
      let status = try session.exitStatus()
      #expect(statuses.contains(status), "status \(status)")
      if !message.isEmpty { #expect(try session.capture().contains(message)) }
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func aLostTerminalEndsTheProgram() throws {
      let (session, _) = try ProbeRun.start()
      let process = try ProbeRun.processID(session)
      try session.killTerminal()
      try session.wait("the end of the program") { kill(process, 0) != 0 }
    }

    @Test func aLibrarysComplaintAppearsAfterLeaving() throws {
      let (session, modes) = try ProbeRun.start()
      try session.send("e")
      try session.waitFor("key e")
      #expect(try !session.capture().contains("a library complains"))
      try session.send("q")
      try session.waitFor("a library complains")
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test(arguments: ["C-z", "z"])
    func suspendingShowsTheShellAndComingBackTheSameScreen(_ key: String) throws {
      let (session, modes) = try ProbeRun.start()
      try session.send("k")
      try session.waitFor("key k")
      let before = Array(try session.rows().prefix(2))
      try session.send(key)
      try ProbeRun.expectClean(session, modes: modes)
      try session.run("fg")
      try session.waitFor("resumed")
      try session.wait("the same screen") { try Array(session.rows().prefix(2)) == before }
      #expect(try session.state().isAlternateScreen)
      #expect(try session.state().reportsMouse)
      try session.send("q")
      try session.waitFor("closed: asked")
      try ProbeRun.expectClean(session, modes: modes)
    }

    @Test func resizingRedrawsDownToAFewCellsAndUpAgain() throws {
      let (session, modes) = try ProbeRun.start()
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
      try ProbeRun.expectClean(session, modes: modes)
    }
  }
}
