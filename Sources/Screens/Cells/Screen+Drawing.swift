extension Screen {
  /// Draws `text` on one row, by measured width, clipped to the screen and to `limit` columns (to
  /// the screen's edge by default). Control, bidirectional and zero-width characters never reach
  /// a cell. A wide character that would cross the limit leaves a blank.
  /// - Returns: the columns used, those off the left edge counted.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, limit: Int? = nil, style: Style
  ) -> Int {
    let edge = min(size.columns, limit.map { column + $0 } ?? size.columns)
    var place = column
    for glyph in CellGlyph.all(of: text) {
      guard place < edge else { break }
      if place + glyph.columns > edge {
        set(CellGlyph(scalar: " ", columns: 1), place, row, style)
        place += 1
        break
      }
      set(glyph, place, row, style)
      place += glyph.columns
    }
    return place - column
  }

  /// Fills an area with one narrow character.
  public mutating func fill(
    _ area: Rectangle, with scalar: Unicode.Scalar = " ", style: Style
  ) {
    let glyph = CellGlyph(scalar: scalar, columns: 1)
    precondition(TextWidth.columns(scalar) == 1, "an area is filled with a narrow character")
    forEachPlace(in: area) { $0.set(glyph, $1, $2, style) }
  }

  /// Gives the cells of an area another style, their characters kept.
  public mutating func restyle(_ area: Rectangle, _ style: Style) {
    forEachPlace(in: area) { $0[$1, $2].style = style }
  }

  /// Marks the cells of an area as under the cursor, their roles kept.
  public mutating func select(_ area: Rectangle) {
    forEachPlace(in: area) { $0[$1, $2].style.isSelected = true }
  }

  /// A border along the inner edge of `area`, with the title in its top line. The pane that has
  /// the focus shows a mark before its title. Nothing below 2×2.
  public mutating func box(
    _ area: Rectangle, title: String, isFocused: Bool, glyphs: Glyphs
  ) {
    guard area.columns >= 2, area.rows >= 2 else { return }
    let style = Style(isFocused ? .focusedBorder : .border)
    let (right, bottom) = (area.column + area.columns - 1, area.row + area.rows - 1)
    for column in (area.column + 1)..<max(area.column + 1, right) {
      put(glyphs.horizontal, column: column, row: area.row, style: style)
      put(glyphs.horizontal, column: column, row: bottom, style: style)
    }
    for row in (area.row + 1)..<max(area.row + 1, bottom) {
      put(glyphs.vertical, column: area.column, row: row, style: style)
      put(glyphs.vertical, column: right, row: row, style: style)
    }
    put(glyphs.topLeft, column: area.column, row: area.row, style: style)
    put(glyphs.topRight, column: right, row: area.row, style: style)
    put(glyphs.bottomLeft, column: area.column, row: bottom, style: style)
    put(glyphs.bottomRight, column: right, row: bottom, style: style)
    let room = area.columns - 4
    guard room > 1, !title.isEmpty else { return }
    let shown = TextWidth.cut(title, to: room - 1, glyphs: glyphs)
    let text = (isFocused ? glyphs.selected : " ") + shown + " "
    put(text, column: area.column + 1, row: area.row, limit: room + 1, style: Style(.title))
  }

  /// A bar of `width` cells filled from the left: by eighths of a cell, or whole `#`s in ASCII.
  /// The rest has the role `barEmpty`. What is not in 0 ... 1 is taken as the nearer end, not a
  /// number as 0.
  public mutating func bar(
    _ fraction: Double, column: Int, row: Int, width: Int, style: Style, glyphs: Glyphs
  ) {
    guard width > 0 else { return }
    let steps = glyphs.barParts.count
    let bounded = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    let parts = Int((bounded * Double(width * steps)).rounded())
    for cell in 0..<width {
      let filled = min(max(parts - cell * steps, 0), steps)
      let isEmpty = filled == 0
      put(
        isEmpty ? " " : glyphs.barParts[filled - 1], column: column + cell, row: row,
        style: isEmpty ? Style(.barEmpty, isSelected: style.isSelected) : style)
    }
  }

  /// Puts one glyph, and blanks the other half of a wide character it half covers. Off the screen
  /// nothing happens; a wide glyph half off the left edge leaves a blank.
  private mutating func set(_ glyph: CellGlyph, _ column: Int, _ row: Int, _ style: Style) {
    guard row >= 0, row < size.rows, column + glyph.columns > 0,
      column + glyph.columns <= size.columns
    else { return }
    if column < 0 {
      set(CellGlyph(scalar: " ", columns: 1), 0, row, style)
      return
    }
    let after = column + glyph.columns
    if column > 0, self[column, row].isContinuation {
      self[column - 1, row] = Cell(" ", style: self[column - 1, row].style)
    }
    if after < size.columns, self[after, row].isContinuation {
      self[after, row] = Cell(" ", style: self[after, row].style)
    }
    self[column, row] = Cell(glyph.scalar, combining: glyph.combining, style: style)
    if glyph.columns == 2 {
      self[column + 1, row] = Cell(" ", style: style, isContinuation: true)
    }
  }

  private mutating func forEachPlace(
    in area: Rectangle, _ body: (inout Screen, Int, Int) -> Void
  ) {
    let rows = max(0, area.row)..<max(0, area.row, min(size.rows, area.row + area.rows))
    let columns =
      max(0, area.column)..<max(0, area.column, min(size.columns, area.column + area.columns))
    for row in rows {
      for column in columns { body(&self, column, row) }
    }
  }
}
