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

/// A list to pick from: what it is about, the items, what the selected one means.
enum MenuView {
  private struct Plan {
    var area: Rectangle
    var lead: [String]
    var detail: [String]
    var itemRows: Int
    var firstItem: Int
  }

  private static func plan(_ menu: Menu, _ model: AppModel, _ size: Size) -> Plan {
    let widest = menu.items.map { columns(of: $0) }.max() ?? 0
    let width = min(max(widest + 4, 56), size.columns - 6)
    let lead = menu.lead.isEmpty ? [] : TextWidth.wrap(menu.lead, columns: width)
    // Room for the longest description, so that the frame stands still.
    let details = menu.items.map {
      $0.detail.isEmpty ? [] : TextWidth.wrap($0.detail, columns: width)
    }
    let most = min(details.map(\.count).max() ?? 0, 4)
    let extra = (lead.isEmpty ? 0 : lead.count + 1) + (most == 0 ? 0 : most + 1)
    let room = size.rows - 5
    let area = PopupFrame.place(
      columns: width, rows: min(room, menu.items.count + extra), in: size)
    let inside = PopupFrame.inside(area)
    var shownLead = lead
    var shownDetail = Array(details[menu.selected].prefix(most))
    var detailRows = most == 0 ? 0 : most + 1
    if inside.rows < menu.items.count + extra {
      // Little room: the items first, then what the selected one means, then the rest.
      shownLead = []
      if inside.rows - detailRows < 3 { (detailRows, shownDetail) = (0, []) }
    }
    let leadRows = shownLead.isEmpty ? 0 : shownLead.count + 1
    let rows = max(1, inside.rows - leadRows - detailRows)
    return Plan(
      area: area, lead: shownLead, detail: shownDetail, itemRows: min(rows, menu.items.count),
      firstItem: AppModel.firstLine(
        selected: menu.selected, count: menu.items.count, rows: rows))
  }

  private static func columns(of item: MenuItem) -> Int {
    TextWidth.columns(item.title) + (item.value.map { TextWidth.columns($0) + 4 } ?? 0)
  }

  static func draw(_ menu: Menu, _ model: AppModel, on screen: inout Screen) {
    let glyphs = model.glyphs
    let plan = plan(menu, model, screen.size)
    screen.fill(plan.area, style: .text)
    screen.box(plan.area, title: menu.title, isFocused: true, glyphs: glyphs)
    let inside = PopupFrame.inside(plan.area)
    var row = inside.row
    for line in plan.lead {
      screen.put(line, column: inside.column, row: row, limit: inside.columns, style: Style(.faint))
      row += 1
    }
    if !plan.lead.isEmpty { row += 1 }
    for index in plan.firstItem..<plan.firstItem + plan.itemRows {
      let item = menu.items[index]
      let isSelected = index == menu.selected
      let mark = isSelected ? glyphs.selected : item.isCurrent ? glyphs.bullet : " "
      screen.put(mark, column: inside.column, row: row, style: Style(.key))
      screen.put(
        TextWidth.cut(item.title, to: inside.columns - 2, glyphs: glyphs),
        column: inside.column + 2, row: row, style: .text)
      if let value = item.value {
        let shown = TextWidth.cut(value, to: inside.columns / 2, glyphs: glyphs)
        screen.put(
          shown, column: inside.column + inside.columns - TextWidth.columns(shown), row: row,
          style: Style(.number))
      }
      if isSelected {
        screen.select(
          Rectangle(column: inside.column, row: row, columns: inside.columns, rows: 1))
        screen.rest(at: Point(column: inside.column, row: row))
      }
      row += 1
    }
    screen.markHidden(
      above: plan.firstItem > 0, below: plan.firstItem + plan.itemRows < menu.items.count,
      in: Rectangle(
        column: inside.column, row: row - plan.itemRows, columns: inside.columns,
        rows: plan.itemRows), glyphs: glyphs)
    row += 1
    for line in plan.detail where row < inside.row + inside.rows {
      screen.put(line, column: inside.column, row: row, limit: inside.columns, style: .text)
      row += 1
    }
  }

  /// The item drawn at a point.
  static func item(at point: Point, _ menu: Menu, _ model: AppModel) -> Int? {
    let plan = plan(menu, model, model.size)
    let inside = PopupFrame.inside(plan.area)
    guard inside.contains(point) else { return nil }
    let first = inside.row + (plan.lead.isEmpty ? 0 : plan.lead.count + 1)
    let index = plan.firstItem + point.row - first
    return point.row >= first && index < plan.firstItem + plan.itemRows ? index : nil
  }
}

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
