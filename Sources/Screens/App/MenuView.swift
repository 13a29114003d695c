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
