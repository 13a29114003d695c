import Foundation

/// A program in a real terminal: a shell in a tmux pane of its own server, driven by keys.
///
///     let session = try TmuxSession(columns: 80, rows: 24)
///     try session.run("program --flag")
///     try session.waitFor("ready")
///     try session.send("j", "F2", "C-z")
///     #expect(try session.capture().contains("…"))
///
/// The shell stays when the program ends, so that what it leaves behind can be seen. Waiting is
/// always for something to appear, with a deadline; nothing depends on how fast the machine is.
public final class TmuxSession {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// What tmux knows of the pane.
  public struct PaneState: Equatable, Sendable {
    public var isAlternateScreen: Bool
    public var isCursorVisible: Bool
    public var reportsMouse: Bool
    /// Cursor keys in application mode.
    public var hasApplicationKeys: Bool
    public var cursorColumn: Int
    public var cursorRow: Int
  }

  public static let prompt = "ready>"

  /// Where tests look for tmux; nil when it is not installed.
  public static let tmuxPath: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")
    .split(separator: ":").map { "\($0)/tmux" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  public static var isAvailable: Bool { tmuxPath != nil }

  private let tmux: String
  private let folder: URL
  private var socket: String { folder.appendingPathComponent("socket").path }

  /// Starts a shell.
  /// - terminal: the TERM that programs in the pane see.
  /// - environment: added to a fixed one: a UTF-8 locale, no waiting for keys after a crash.
  public init(
    columns: Int, rows: Int, terminal: String = "tmux-256color", environment: [String: String] = [:]
  ) throws {
    guard let tmux = Self.tmuxPath else { throw Failure(description: "tmux is not installed") }
    self.tmux = tmux
    // A socket's path has at most about 100 bytes.
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pane-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var all = [
      "TERM": terminal, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "PS1": Self.prompt,
    ]
    all.merge(environment) { $1 }
    let settings = all.map { "\($0.key)=\($0.value)" }.sorted()
    let unset = ["TMUX", "TMUX_PANE", "NO_COLOR", "COLORTERM", "CLICOLOR_FORCE", "LANG"]
      .filter { all[$0] == nil }.flatMap { ["-u", $0] }
    let shell = (["env"] + unset + settings + ["bash", "--noprofile", "--norc"])
      .map(Self.quoted).joined(separator: " ")
    try command(
      "-u", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", shell)
    try command("set-option", "-g", "status", "off")
    try command("set-option", "-s", "set-clipboard", "on")
    try command("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    try waitFor(Self.prompt)
  }

  deinit {
    _ = try? command("kill-server")
    try? FileManager.default.removeItem(at: folder)
  }

  /// Ends the terminal under the program: everything in it gets a hang-up.
  public func killTerminal() throws { try command("kill-server") }

  // MARK: Doing

  /// Types a command at the prompt, on a pane cleared before, so that waiting sees no old text.
  public func run(_ line: String) throws {
    try waitForPrompt()
    try command("send-keys", "-R")
    try command("send-keys", "-l", "clear; \(line)")
    try command("send-keys", "Enter")
  }

  /// Presses keys by tmux's names: `j`, `Space`, `F2`, `C-z`, `Escape`, `BTab`.
  public func send(_ keys: String...) throws {
    try command(["send-keys"] + keys)
  }

  /// Sends characters as they are.
  public func type(_ text: String) throws { try command("send-keys", "-l", text) }

  /// Pastes as a terminal does: bracketed when the program asked for that.
  public func paste(_ text: String) throws {
    try command("set-buffer", text)
    try command("paste-buffer", "-p", "-r")
  }

  public func resize(columns: Int, rows: Int) throws {
    try command("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  // MARK: Seeing

  /// The pane as text, without blanks at the ends of lines.
  public func capture() throws -> String { try command("capture-pane", "-p") }

  /// With the sequences for colours and attributes.
  public func captureWithColors() throws -> String { try command("capture-pane", "-p", "-e") }

  /// The rows of the pane, each without trailing blanks.
  public func rows() throws -> [String] {
    try capture().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  public func state() throws -> PaneState {
    let format =
      "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_cursor_flag} #{cursor_x} #{cursor_y}"
    let words = try command("display-message", "-p", format)
      .split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    guard words.count == 6 else { throw Failure(description: "tmux does not know the pane") }
    return PaneState(
      isAlternateScreen: words[0] == 1, isCursorVisible: words[1] == 1, reportsMouse: words[2] == 1,
      hasApplicationKeys: words[3] == 1, cursorColumn: words[4], cursorRow: words[5])
  }

  /// The newest thing copied into tmux by a program.
  public func clipboard() throws -> String { try command("show-buffer") }

  /// Waits until the pane shows `text`.
  public func waitFor(_ text: String, seconds: Double = 20) throws {
    try wait("\"\(text)\"", seconds: seconds) { try self.capture().contains(text) }
  }

  /// Waits until `condition` holds.
  public func wait(
    _ what: String, seconds: Double = 20, until condition: () throws -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
      guard ContinuousClock.now < deadline else {
        let shown = (try? capture()) ?? "(no pane)"
        throw Failure(description: "waited \(seconds) s for \(what); the pane shows:\n\(shown)")
      }
      usleep(20_000)
    }
  }

  /// Waits until the program has ended and the shell asks for the next command.
  public func waitForPrompt() throws {
    try wait("the prompt") {
      try !self.state().isAlternateScreen && self.rows().last { !$0.isEmpty } == Self.prompt
    }
  }

  /// The status of the last program: 128 + n after signal n. Waits for the prompt.
  public func exitStatus() throws -> Int {
    try waitForPrompt()
    let answer = try answer(to: "echo \"status=$?=\"", between: "status=", and: "=")
    guard let status = Int(answer) else { throw Failure(description: "no status: \(answer)") }
    return status
  }

  /// The terminal's modes in stty's compact form: equal before and after means nothing was left.
  public func terminalModes() throws -> String {
    try answer(to: "echo \"modes=$(stty -g)=\"; true", between: "modes=", and: "=\n")
  }

  /// Runs a line at the prompt and returns what it prints between two words.
  private func answer(to line: String, between start: String, and end: String) throws -> String {
    try type(line)
    try send("Enter")
    var found = ""
    try wait("the answer to \(line)") {
      // The line as typed shows too, with a `$` instead of the answer.
      let parts = try self.capture().components(separatedBy: start).dropFirst()
      let answers = parts.compactMap { part in
        part.range(of: end).map { String(part[..<$0.lowerBound]) }
      }
      found = answers.last { !$0.contains("$") } ?? ""
      return !found.isEmpty
    }
    return found
  }

  // MARK: tmux

  private static func quoted(_ word: String) -> String {
    "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  @discardableResult
  private func command(_ words: String...) throws -> String { try command(words) }

  @discardableResult
  private func command(_ words: [String]) throws -> String {
    let result = try Spawned.run([tmux, "-S", socket, "-f", "/dev/null"] + words)
    guard result.status == 0 else {
      throw Failure(description: "tmux \(words.first ?? ""): \(result.output)")
    }
    return result.output
  }
}
