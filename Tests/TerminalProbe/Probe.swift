import Glibc
import Screens
import Terminal

/// Shows screens on a terminal and names the keys it gets, so that tests can watch it in tmux.
///
///     TerminalProbe [FILE] [--no-color] [--no-mouse] [--input-is-data]
///
/// FILE holds the rows of a screen; without it the last keys are listed. Keys: `q` ends, `c`
/// crashes, `a` aborts, `n` writes nowhere, `o` overflows the stack, `e` writes to standard error, `x` leaves by exit(),
/// `y` copies, `h` shows cells that must not reach a terminal, `t` changes the looks, `m` turns
/// the mouse off, `z` suspends, `b` lets the program send itself a signal it does not answer.
@main
enum Probe {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let inputIsData = arguments.contains("--input-is-data")
    guard TerminalSurvey.hasTerminal(standardInputIsData: inputIsData) else {
      print("plain")
      return
    }
    let survey = TerminalSurvey.take(environment: environment())
    let pipe = try WakePipe()
    if case .linear(let reason) = survey.kind {
      runLines(reason: reason, pipe: pipe)
      return
    }
    let hasColors = survey.colorCount > 0 && !arguments.contains("--no-color")
    var settings = TerminalBackEnd.Settings(looks: Looks.first)
    settings.hasColors = hasColors
    settings.hasMouse = !arguments.contains("--no-mouse")
    settings.wantsDirectColor = environment()["COLORTERM"] == "truecolor"
    settings.standardInputIsData = inputIsData
    settings.environment = environment()
    if settings.wantsDirectColor { settings.looks = Looks.direct }
    let file = arguments.first { !$0.hasPrefix("--") }
    let client = ProbeClient(survey: survey, rows: file.map(rows(of:)))
    let backEnd = try TerminalBackEnd(survey: survey, settings: settings, wakePipe: pipe)
    let ending = EventLoop(backEnd: backEnd, client: client).run()
    backEnd.close()
    print("closed: \(ending)")
    fflush(nil)
    ending.finish()
  }

  private static func runLines(reason: String, pipe: WakePipe) {
    print("linear: \(reason)")
    pipe.routeSignals()
    let input = LineInput(wakePipe: pipe)
    while true {
      for event in input.wait(milliseconds: nil) {
        switch event {
        case .line("q"), .endOfInput:
          print("closed: lines")
          return
        case .line(let text): print("line: \(text)")
        case .ended(let ending):
          print("closed: \(ending)")
          fflush(nil)
          ending.finish()
        case .woken: break
        }
      }
    }
  }

  private static func rows(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return ["cannot read \(path)"] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  private static func environment() -> [String: String] {
    var found: [String: String] = [:]
    let names = [
      "TERM", "COLORTERM", "TERM_PROGRAM", "VTE_VERSION", "STY",
    ]
    for name in names { found[name] = getenv(name).map { String(cString: $0) } }
    return found
  }
}

enum Looks {
  static func first(_ style: Style) -> CellLook {
    switch style.role {
    case .accepted: CellLook(foreground: .indexed(12), attributes: .bold)
    case .rejected: CellLook(foreground: .indexed(3), attributes: .strikethrough)
    case .title: CellLook(attributes: .underline)
    default: CellLook(attributes: style.isSelected ? .reverse : [])
    }
  }

  static func second(_ style: Style) -> CellLook {
    style.role == .accepted ? CellLook(foreground: .indexed(2)) : first(style)
  }

  static func direct(_ style: Style) -> CellLook {
    style.role == .accepted
      ? CellLook(foreground: .direct(RGB(0x12, 0x34, 0x56))) : first(style)
  }
}
