import Glibc
import Screens
import Terminal

/// What the probe shows, and what its keys do.
final class ProbeClient: LoopClient {
  private let survey: TerminalSurvey
  /// A given screen, instead of the list of events.
  private let rows: [String]?
  private var events: [String] = []
  private var isHostile = false

  init(survey: TerminalSurvey, rows: [String]?) {
    self.survey = survey
    self.rows = rows
  }

  let isIdle = true
  func hasReached(round: Int) -> Bool { true }

  func handle(_ event: LoopEvent) -> [LoopOrder] {
    switch event {
    case .key(.character(let scalar)):
      events.append("key \(scalar)")
      return act(on: scalar)
    case .key(.control("l")): return [.repaintAll]
    case .key(.mouse(let mouse)):
      events.append("\(mouse.kind) at \(mouse.point.column),\(mouse.point.row)")
    case .key(.paste(let text)): events.append("paste \(text.debugDescription)")
    case .key(let key): events.append("key \(KeyName.text(key))")
    case .resized(let size): events.append("resized \(size.columns)x\(size.rows)")
    case .copied(let answer): events.append("copied \(answer)")
    case .resumed: events.append("resumed")
    case .suspending, .woken, .tick, .command, .interrupted: break
    }
    return []
  }

  private func act(on key: Unicode.Scalar) -> [LoopOrder] {
    switch key {
    case "q": return [.stop]
    case "c": fatalError("deliberate crash")
    case "a": abort()
    case "n":
      // A fault of the processor's, not of the language's.
      raiseFault()
    case "o": _ = overflow(0)
    case "e":
      let complaint = "a library complains\n"
      _ = write(STDERR_FILENO, complaint, complaint.utf8.count)
    case "x": exit(3)
    case "y": return [.copy("copied text")]
    case "h": isHostile = true
    case "t": return [.setLooks(Looks.second)]
    case "m": return [.setMouse(isOn: false)]
    case "z": return [.suspend]
    case "b":
      // Nobody answers while we are here: the second one must end the program by itself.
      kill(getpid(), SIGTERM)
      kill(getpid(), SIGTERM)
      while true { pause() }
    default: break
    }
    return []
  }

  private func raiseFault() {
    let nowhere = UnsafeMutablePointer<Int>(bitPattern: 8)
    nowhere?.pointee = 1
  }

  /// Never returns: the stack ends first.
  private func overflow(_ depth: Int) -> Int {
    events.isEmpty ? depth : overflow(depth + 1) + 1
  }

  func screen(size: Size) -> Screen {
    var screen = Screen(size: size)
    if let rows {
      for (row, text) in rows.prefix(size.rows).enumerated() {
        screen.put(text, column: 0, row: row, style: .text)
      }
      return screen
    }
    guard !isHostile else { return hostile(size) }
    let encoding = survey.isUTF8 ? "UTF-8" : "ASCII"
    let facts = "probe \(size.columns)x\(size.rows) \(encoding) pid \(getpid())"
    screen.put(facts, column: 0, row: 0, style: Style(.title))
    screen.put("accepted", column: 0, row: 1, style: Style(.accepted))
    screen.put("rejected", column: 10, row: 1, style: Style(.rejected))
    screen.put("selected", column: 20, row: 1, style: Style(.text, isSelected: true))
    let lines = survey.notes + events
    for (index, line) in lines.suffix(max(0, size.rows - 3)).enumerated() {
      screen.put(line, column: 0, row: 2 + index, style: .text)
    }
    screen.cursor = Point(column: 4, row: 1)
    return screen
  }

  /// Cells that no careful view makes: raw controls, halves of wide characters, joiners.
  private func hostile(_ size: Size) -> Screen {
    var screen = Screen(size: size)
    for column in 0..<min(20, size.columns) { screen[column, 0] = Cell("|") }
    screen[2, 0] = Cell("\u{1b}")
    screen[4, 0] = Cell("\n")
    screen[6, 0] = Cell("\u{9b}")
    screen[8, 0] = Cell("漢")  // without its second half
    screen[10, 0] = Cell("x", isContinuation: true)  // without its first
    screen[12, 0] = Cell("👩", combining: ["\u{200d}", "💻"])
    screen[13, 0] = Cell(" ", isContinuation: true)
    screen[16, 0] = Cell("\u{200b}")
    return screen
  }
}
