import Glibc

/// Why a terminal cannot be used as asked.
public enum TerminalError: Error, Hashable, Sendable {
  /// Standard output, or where keys come from, is no terminal.
  case notATerminal
  case noPipe(errorNumber: Int32)
  /// ncurses refused a terminal that terminfo knows.
  case refused(terminal: String)
}

extension TerminalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notATerminal:
      "standard input and standard output are not both terminals; use a terminal, or the plain "
        + "output of a pipe"
    case .noPipe(let errorNumber):
      "cannot make a pipe: \(String(cString: strerror(errorNumber)))"
    case .refused(let terminal):
      "cannot open the terminal as \"\(terminal)\"; check TERM, or use --linear"
    }
  }
}
