/// A screen in forms that need no terminal of ours.
public enum ScreenExport {
  /// The rows, each ended by a newline, trailing blanks removed.
  public static func plainText(_ screen: Screen) -> String { screen.text + "\n" }

  /// The rows with colours and attributes as a terminal's control sequences, each ended by a reset
  /// and a newline: for printing below a prompt. With a skin of no colour and no attributes the
  /// plain text.
  public static func ansi(_ screen: Screen, skin: Skin) -> String {
    var text = ""
    for row in 0..<screen.size.rows {
      var writer = AnsiWriter(skin: skin)
      var end = screen.size.columns
      while end > 0, screen[end - 1, row] == .blank { end -= 1 }
      for column in 0..<end { writer.write(screen[column, row]) }
      text += writer.finished() + "\n"
    }
    return text
  }
}

/// Writes cells as a terminal takes them, changing the look only where it changes.
struct AnsiWriter {
  private let skin: Skin
  private var look = CellLook()
  private(set) var text = ""

  init(skin: Skin) { self.skin = skin }

  mutating func write(_ cell: Cell) {
    guard !cell.isContinuation else { return }
    let wanted = skin[cell.style]
    if wanted != look {
      text += Self.sequence(wanted)
      look = wanted
    }
    text.unicodeScalars.append(Self.isDrawable(cell.scalar) ? cell.scalar : " ")
    text.unicodeScalars.append(contentsOf: cell.combining)
  }

  /// Moves the cursor, from 0.
  mutating func move(column: Int, row: Int) { text += "\u{1B}[\(row + 1);\(column + 1)H" }

  /// All that was written, the look reset.
  func finished() -> String { look == CellLook() ? text : text + "\u{1B}[0m" }

  private static func isDrawable(_ scalar: Unicode.Scalar) -> Bool {
    TextWidth.columns(scalar) > 0
  }

  /// Select Graphic Rendition, from a reset on. Source: ECMA-48, 8.3.117; 256 and 24 bit as xterm
  /// has them.
  private static func sequence(_ look: CellLook) -> String {
    var codes = ["0"]
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"), (.strikethrough, "9"),
    ]
    codes += attributes.filter { look.attributes.contains($0.0) }.map(\.1)
    codes += color(look.foreground, base: 30)
    codes += color(look.background, base: 40)
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func color(_ color: TerminalColor, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .indexed(let number) where number < 8: ["\(base + Int(number))"]
    case .indexed(let number) where number < 16: ["\(base + 52 + Int(number))"]
    case .indexed(let number): ["\(base + 8)", "5", "\(number)"]
    case .direct(let color):
      ["\(base + 8)", "2", "\(color.red)", "\(color.green)", "\(color.blue)"]
    }
  }
}
