import DraftTrees

/// A small screen with every role on it, to judge a theme by.
public enum ThemeSample {
  public static let size = Size(columns: 62, rows: 19)

  public static func screen(named name: String, glyphs: Glyphs) -> Screen {
    var screen = Screen(size: size)
    screen.box(
      Rectangle(column: 0, row: 0, columns: 36, rows: 18), title: "Tree of \(name)",
      isFocused: true, glyphs: glyphs)
    screen.box(
      Rectangle(column: 36, row: 0, columns: 26, rows: 18), title: "Text", isFocused: false,
      glyphs: glyphs)
    drawTree(on: &screen, glyphs: glyphs)
    drawText(on: &screen, glyphs: glyphs)
    screen.fill(Rectangle(column: 0, row: 18, columns: 62, rows: 1), style: Style(.status))
    screen.put(" round 7 of 12", column: 0, row: 18, style: Style(.status))
    screen.put("?", column: 50, row: 18, style: Style(.key))
    screen.put(" help", column: 51, row: 18, style: Style(.status))
    return screen
  }

  private static func drawTree(on screen: inout Screen, glyphs: Glyphs) {
    screen.put("token", column: 5, row: 1, style: Style(.heading))
    screen.put("p", column: 22, row: 1, style: Style(.heading))
    let rows: [(Verdict, String, Double?)] = [
      (.accepted, "accepted", 0.83), (.rejected, "rejected", 0.09), (.corrected, "corrected", 0.71),
      (.bonus, "bonus", 0.98), (.unreached, "unreached", 0.02), (.pending, "pending", nil),
    ]
    for (number, (verdict, name, probability)) in rows.enumerated() {
      let row = number + 2
      let style = Style(Role(verdict))
      let connector = number == rows.count - 1 ? glyphs.lastBranch : glyphs.branch
      screen.put(connector + glyphs.arm, column: 2, row: row, style: Style(.border))
      screen.put("\(glyphs.mark(verdict)) \(name)", column: 5, row: row, style: style)
      screen.put(
        NumberText.probability(probability), column: 21, row: row, style: Style(.number))
      screen.bar(
        probability ?? 0, column: 27, row: row, width: 7, style: Style(.bar), glyphs: glyphs)
    }
    let first = Rectangle(column: 5, row: 8, columns: 29, rows: 1)
    screen.put("\(glyphs.selected) under the cursor", column: 5, row: 8, style: .text)
    screen.select(first)
    let bars: [Role] = [.shade1, .shade2, .shade3, .shade4, .shade5]
    for (number, role) in bars.enumerated() {
      screen.put(" step \(number + 1) ", column: 5, row: 10 + number, style: Style(role))
    }
    screen.put(
      "\(glyphs.warning) a number that misleads", column: 5, row: 16, style: Style(.warning))
  }

  private static func drawText(on screen: inout Screen, glyphs: Glyphs) {
    let lines: [(String, Role)] = [
      ("Plain text", .text), ("The prompt", .prompt), ("Less important", .faint),
      ("A heading", .heading), ("A title", .title), ("12.5", .number), ("A match", .match),
      ("Space", .key),
    ]
    for (number, (text, role)) in lines.enumerated() {
      screen.put(text, column: 38, row: 2 + number, style: Style(role))
    }
    for (number, role) in [Role.accepted, .rejected, .corrected, .bonus].enumerated() {
      screen.put(
        "\(role.rawValue), selected", column: 38, row: 11 + number,
        style: Style(role, isSelected: true))
    }
    screen.bar(0, column: 38, row: 16, width: 20, style: Style(.bar), glyphs: glyphs)
  }
}
