import Timeline

/// Draws the whole interface. Pure: the same model and size give the same screen.
public func view(_ model: AppModel, size: Size) -> Screen {
  var screen = Screen(size: size)
  guard size.columns >= ScreenLayout.smallest.columns, size.rows >= ScreenLayout.smallest.rows
  else {
    drawTooSmall(model, on: &screen)
    return screen
  }
  let layout = ScreenLayout(model, size: size)
  TitleLine.draw(model, on: &screen)
  PhaseLine.draw(model, on: &screen)
  NarrationLine.draw(model, layout.narration, on: &screen)
  if model.timeline == nil {
    WelcomePane.draw(model, layout, on: &screen)
  } else {
    for slot in layout.slots {
      PaneTitle.draw(slot, model, on: &screen)
      draw(slot, model, on: &screen)
    }
  }
  StatusLine.draw(model, row: layout.statusRow, on: &screen)
  Footer.draw(model, row: layout.footerRow, on: &screen)
  for popup in model.popups.suffix(1) {
    switch popup {
    case .menu(let menu): MenuView.draw(menu, model, on: &screen)
    case .help(let page): HelpView.draw(page, model, on: &screen)
    case .definition(let opened): DefinitionView.draw(opened, model, on: &screen)
    }
  }
  return screen
}

private func draw(_ slot: ScreenLayout.Slot, _ model: AppModel, on screen: inout Screen) {
  switch slot.shown {
  case .tree: TreePane.draw(model, slot.content, on: &screen)
  case .text: TextPane.draw(model, slot.content, on: &screen)
  case .detail, .statistics, .verifiers, .exitLayers, .lens, .switching, .drafter, .compare:
    drawLines(of: slot.shown, model, slot.content, on: &screen)
  }
}

/// A pane made of lines: scrolled so that the selected one is in view.
private func drawLines(
  of pane: Pane, _ model: AppModel, _ area: Rectangle, on screen: inout Screen
) {
  guard area.rows > 0, area.columns > 0 else { return }
  let lines = model.lines(of: pane, width: area.columns)
  let selected = min(model.selectedLine(of: pane), max(0, lines.count - 1))
  let isFocused = model.focus == pane && model.popups.isEmpty
  let first =
    model.focus == pane
    ? AppModel.firstLine(selected: selected, count: lines.count, rows: area.rows) : 0
  for (offset, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
    let isSelected = model.focus == pane && first + offset == selected
    line.draw(
      on: &screen, column: area.column, row: area.row + offset, width: area.columns,
      isSelected: isSelected, glyphs: model.glyphs)
    if isSelected, isFocused { screen.rest(at: Point(column: area.column, row: area.row + offset)) }
  }
  screen.markHidden(
    above: first > 0, below: first + area.rows < lines.count, in: area, glyphs: model.glyphs)
}

private func drawTooSmall(_ model: AppModel, on screen: inout Screen) {
  let (smallest, size) = (ScreenLayout.smallest, screen.size)
  let times = model.glyphs.isASCII ? "x" : "×"
  let text =
    "too small, \(smallest.columns)\(times)\(smallest.rows) needed, now "
    + "\(size.columns)\(times)\(size.rows)"
  let lines = TextWidth.wrap(text, columns: size.columns)
  let top = max(0, (size.rows - lines.count) / 2)
  for (offset, line) in lines.enumerated() {
    let column = max(0, (size.columns - TextWidth.columns(line)) / 2)
    screen.put(line, column: column, row: top + offset, style: Style(.text))
  }
}

extension Screen {
  /// Puts the terminal's cursor on the focus.
  mutating func rest(at point: Point) {
    cursor = Point(
      column: min(max(0, point.column), size.columns - 1),
      row: min(max(0, point.row), size.rows - 1))
  }

  /// Arrows at the right edge of an area that has more above or below.
  mutating func markHidden(above: Bool, below: Bool, in area: Rectangle, glyphs: Glyphs) {
    let column = area.column + area.columns
    guard column < size.columns, area.rows > 0 else { return }
    if above { put(glyphs.upArrow, column: column, row: area.row, style: Style(.key)) }
    if below {
      put(glyphs.downArrow, column: column, row: area.row + area.rows - 1, style: Style(.key))
    }
  }
}
