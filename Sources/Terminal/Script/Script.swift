import Screens

/// A script of keys and commands for the program, read from a text file of one step a line:
///
///     # what follows a number sign at the start of a line is a comment
///     wait idle                     until nothing goes on by itself
///     key n n . space ctrl-u f2     keys by name, one after another
///     type the quick                characters, exactly as they stand
///     :drafter recycling            a command, as typed after ":"
///     wait round 3                  until round 3 is complete
///     wait text "accepted" within 60s
///     resize 120x40
///     :save-screen first-round      writes first-round.txt
///     :save-screen first-round.svg  writes a picture
///
/// Reading is pure; `ScriptDriver` runs it.
public struct Script: Hashable, Sendable {
  /// Where it came from, for messages.
  public var path: String
  public var steps: [ScriptStep]

  public init(path: String, steps: [ScriptStep]) {
    self.path = path
    self.steps = steps
  }

  /// What the language is, for the program's help.
  public static let help = """
    One step a line:
      key NAME...            press keys: letters, space, enter, escape, tab, shift-tab, up, down,
                             left, right, home, end, page-up, page-down, backspace, delete,
                             insert, ctrl-LETTER, f1 to f24
      type TEXT              type characters exactly as they stand
      :COMMAND               run a command, as typed after ":"
      :save-screen NAME      write the screen to NAME.txt, or as a picture to NAME.svg
      wait idle              until nothing goes on by itself
      wait round N           until round N is complete
      wait text "TEXT"       until the screen shows TEXT
                             all three: "within SECONDSs" at the end; 30s when not said
      resize COLUMNSxROWS    change the size of the screen
      # ...                  a comment
    """
}

public struct ScriptStep: Hashable, Sendable {
  /// Counted from 1.
  public var line: Int
  public var action: ScriptAction

  public init(line: Int, action: ScriptAction) {
    self.line = line
    self.action = action
  }
}

public enum ScriptAction: Hashable, Sendable {
  case keys([Key])
  case type(String)
  case command(String)
  case saveScreen(name: String)
  case wait(ScriptCondition, seconds: Int)
  case resize(Size)
}

/// What a script can wait for.
public enum ScriptCondition: Hashable, Sendable {
  case idle
  case round(Int)
  case text(String)
}

/// Why a script cannot be read or did not run to its end.
public enum ScriptError: Error, Hashable, Sendable {
  case malformed(path: String, line: Int, reason: String)
  /// - screen: what was shown then, as text.
  case waitedTooLong(
    path: String, line: Int, condition: ScriptCondition, seconds: Int, screen: String)
  case cannotSave(path: String, line: Int, reason: String)
  case programEnded(path: String, line: Int)
}

extension ScriptError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let path, let line, let reason): return "\(path):\(line): \(reason)"
    case .waitedTooLong(let path, let line, let condition, let seconds, let screen):
      let wanted =
        switch condition {
        case .idle: "the program to be idle"
        case .round(let number): "round \(number)"
        case .text(let text): "the text \"\(text)\""
        }
      return """
        \(path):\(line): waited \(seconds) s for \(wanted); \
        "within SECONDSs" at the end of the line waits longer. The screen was:
        \(screen)
        """
    case .cannotSave(let path, let line, let reason): return "\(path):\(line): \(reason)"
    case .programEnded(let path, let line):
      return "\(path):\(line): the program ended before this line; remove what follows its end"
    }
  }
}
