/// A frame in the middle of the screen, the cells below it covered.
enum PopupFrame {
  /// - Returns: the area inside.
  static func draw(
    title: String, columns: Int, rows: Int, glyphs: Glyphs, on screen: inout Screen
  ) -> Rectangle {
    let area = place(columns: columns, rows: rows, in: screen.size)
    screen.fill(area, style: .text)
    screen.box(area, title: title, isFocused: true, glyphs: glyphs)
    return inside(area)
  }

  static func place(columns: Int, rows: Int, in size: Size) -> Rectangle {
    let columns = min(columns + 4, size.columns - 2)
    let rows = min(rows + 2, size.rows - 3)
    return Rectangle(
      column: (size.columns - columns) / 2, row: max(1, (size.rows - 2 - rows) / 2),
      columns: columns, rows: rows)
  }

  static func inside(_ area: Rectangle) -> Rectangle {
    Rectangle(
      column: area.column + 2, row: area.row + 1, columns: area.columns - 4, rows: area.rows - 2)
  }
}
