/// A screen as an SVG: every character by its column on a grid, in the colours of a theme, on the
/// theme's background. No scripts, no fonts or files from elsewhere.
public struct ScreenPicture {
  private let screen: Screen
  private let theme: Theme
  private let title: String

  // Pixels of one cell, and around the screen.
  private let cellWidth = 9
  private let cellHeight = 18
  private let margin = 12
  /// From the top of a cell to the line that letters stand on.
  private let baseline = 14

  /// - Parameter title: what the picture shows, for those who cannot see it.
  public init(_ screen: Screen, theme: Theme, title: String = "draftscope") {
    self.screen = screen
    self.theme = theme
    self.title = title
  }

  /// The file.
  public var svg: String {
    let width = screen.size.columns * cellWidth + 2 * margin
    let height = screen.size.rows * cellHeight + 2 * margin
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">",
      "<title>\(Self.escaped(title))</title>",
      "<rect width=\"\(width)\" height=\"\(height)\" rx=\"6\" fill=\"\(background.hexadecimal)\"/>",
      "<g font-family=\"'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace\" "
        + "font-size=\"15\" xml:space=\"preserve\">",
    ]
    for row in 0..<screen.size.rows {
      let runs = runs(of: row)
      lines += runs.compactMap { rectangle($0, row: row) }
      lines += runs.compactMap { text($0, row: row) }
    }
    return (lines + ["</g>", "</svg>"]).joined(separator: "\n") + "\n"
  }

  private var background: RGB { theme.scheme[.base00] }

  /// Neighbouring cells of one look. A wide character is a run of its own, so that one the font
  /// lacks cannot shift what follows.
  private struct Run {
    var column: Int
    var columns: Int
    var text: String
    var style: Style
    var isWide: Bool
  }

  private func runs(of row: Int) -> [Run] {
    var runs: [Run] = []
    var column = 0
    while column < screen.size.columns {
      let cell = screen[column, row]
      let isWide =
        column + 1 < screen.size.columns && screen[column + 1, row].isContinuation
      var text = String(Character(cell.scalar))
      text.unicodeScalars.append(contentsOf: cell.combining)
      if !isWide, let last = runs.last, !last.isWide, last.style == cell.style {
        runs[runs.count - 1].text += text
        runs[runs.count - 1].columns += 1
      } else {
        runs.append(
          Run(
            column: column, columns: isWide ? 2 : 1, text: text, style: cell.style, isWide: isWide))
      }
      column += isWide ? 2 : 1
    }
    return runs
  }

  /// The two colours of a run, exchanged when its role is reversed.
  private func colors(_ run: Run) -> Theme.Colors {
    let colors = theme.colors(of: run.style)
    guard theme.roles[run.style.role].attributes.contains(.reverse) else { return colors }
    return Theme.Colors(foreground: colors.background, background: colors.foreground)
  }

  private func rectangle(_ run: Run, row: Int) -> String? {
    let fill = colors(run).background
    guard fill != background else { return nil }
    return "<rect x=\"\(x(run.column))\" y=\"\(margin + row * cellHeight)\" "
      + "width=\"\(run.columns * cellWidth)\" height=\"\(cellHeight)\" "
      + "fill=\"\(fill.hexadecimal)\"/>"
  }

  private func text(_ run: Run, row: Int) -> String? {
    let attributes = theme.roles[run.style.role].attributes
    let isDecorated = attributes.contains(.underline) || attributes.contains(.strikethrough)
    guard isDecorated || run.text.contains(where: { $0 != " " }) else { return nil }
    var looks = "fill=\"\(colors(run).foreground.hexadecimal)\""
    if attributes.contains(.bold) { looks += " font-weight=\"bold\"" }
    if attributes.contains(.dim) { looks += " opacity=\"0.7\"" }
    let lines =
      (attributes.contains(.underline) ? ["underline"] : [])
      + (attributes.contains(.strikethrough) ? ["line-through"] : [])
    if !lines.isEmpty { looks += " text-decoration=\"\(lines.joined(separator: " "))\"" }
    return "<text x=\"\(x(run.column))\" y=\"\(margin + row * cellHeight + baseline)\" "
      + "textLength=\"\(run.columns * cellWidth)\" \(looks)>\(Self.escaped(run.text))</text>"
  }

  private func x(_ column: Int) -> Int { margin + column * cellWidth }

  /// For XML text: markup escaped, what XML 1.0 forbids replaced.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        escaped.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }
}
