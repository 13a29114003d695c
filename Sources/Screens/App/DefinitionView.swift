/// What a number means and how it was made.
enum DefinitionView {
  static func draw(_ opened: OpenedNumber, _ model: AppModel, on screen: inout Screen) {
    let width = min(66, screen.size.columns - 8)
    let lines = lines(opened, width: width)
    let area = PopupFrame.draw(
      title: opened.quantity.definition.name, columns: width, rows: lines.count,
      glyphs: model.glyphs, on: &screen)
    let first = min(opened.scroll, max(0, lines.count - area.rows))
    for (offset, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
      line.draw(
        on: &screen, column: area.column, row: area.row + offset, width: area.columns,
        isSelected: false, glyphs: model.glyphs)
    }
    screen.markHidden(
      above: first > 0, below: first + area.rows < lines.count, in: area, glyphs: model.glyphs)
    screen.rest(at: Point(column: area.column, row: area.row))
  }

  private static func lines(_ opened: OpenedNumber, width: Int) -> [PaneLine] {
    let definition = opened.quantity.definition
    func wrap(_ text: String, _ role: Role) -> [PaneLine] {
      TextWidth.wrap(text, columns: width).map { PaneLine($0, role) }
    }
    var lines = [PaneLine(.text("here  ", Style(.faint)), .text(opened.value, Style(.number)))]
    lines += opened.working.filter { !$0.isEmpty }.flatMap { wrap("      " + $0, .number) }
    lines += [.blank] + wrap(definition.meaning, .text)
    lines += [.blank] + wrap(definition.formula, .heading)
    return lines + wrap(definition.source, .faint)
  }
}
