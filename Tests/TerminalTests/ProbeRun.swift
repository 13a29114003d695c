import Foundation
import TestSupport
import Testing

/// Tests in a real terminal. One after another: each waits most of its time, and a waiting test
/// holds a thread.
@Suite(.serialized, .enabled(if: TmuxSession.isAvailable, "tmux is not installed"))
enum InTmux {}

/// The probe program in a pane.
enum ProbeRun {
  /// Quoted for the shell.
  static let path =
    "'"
    + Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("TerminalProbe")
    .path + "'"

  /// A session with the probe on its screen, and the terminal's modes before it started.
  static func start(
    _ arguments: String = "", columns: Int = 80, rows: Int = 12,
    terminal: String = "tmux-256color", environment: [String: String] = [:]
  ) throws -> (session: TmuxSession, modes: String) {
    let session = try TmuxSession(
      columns: columns, rows: rows, terminal: terminal, environment: environment)
    let modes = try session.terminalModes()
    try session.run("\(path) \(arguments)")
    try session.waitFor("probe \(columns)x\(rows)")
    try session.waitFor("selected")
    return (session, modes)
  }

  /// The terminal is as it was before the program.
  static func expectClean(
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

  static func processID(_ session: TmuxSession) throws -> Int32 {
    let match = try #require(session.capture().firstMatch(of: /pid (\d+)/))
    return try #require(Int32(match.1))
  }

  /// Rows of a screen, in a file.
  static func picture(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/Pictures/\(name)", withExtension: "txt"))
  }
}
