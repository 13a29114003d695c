extension AppModel {
  /// A click selects, the wheel moves, a click on the footer presses the key.
  mutating func take(_ event: MouseEvent) -> [Effect] {
    guard input == nil, size.columns >= ScreenLayout.smallest.columns,
      size.rows >= ScreenLayout.smallest.rows
    else { return [] }
    switch event.kind {
    case .release: return []
    case .wheelUp, .wheelDown:
      note = nil
      let action: Action = event.kind == .wheelUp ? .up : .down
      guard popups.isEmpty else { return perform(action) }
      guard let pane = ScreenLayout(self, size: size).pane(at: event.point) else { return [] }
      focus(on: pane)
      return perform(action)
    case .press: return press(event.point)
    }
  }

  private mutating func press(_ point: Point) -> [Effect] {
    note = nil
    if point.row == size.rows - 1 {
      guard let key = Footer.key(at: point.column, of: self) else { return [] }
      return key.reduce(into: []) { $0 += take($1) }
    }
    if let popup = popups.last { return press(point, in: popup) }
    let layout = ScreenLayout(self, size: size)
    guard let pane = layout.pane(at: point), let area = layout.content(of: pane) else {
      if let pane = layout.tab(at: point, self) { focus(on: pane) }
      return []
    }
    focus(on: pane)
    switch pane {
    case .tree:
      if let node = TreePane.node(at: point, self, area: area) { pinnedNode = pin(node) }
    case .text:
      if let token = TextPane.token(at: point, self, area: area) { pinnedToken = pin(token) }
    case .detail, .statistics, .verifiers, .exitLayers, .lens, .switching, .drafter, .compare:
      let lines = lines(of: pane)
      let selected = min(selectedLine(of: pane), max(0, lines.count - 1))
      let first = Self.firstLine(selected: selected, count: lines.count, rows: area.rows)
      let line = first + point.row - area.row
      if lines.indices.contains(line) { self.lines[pane] = line }
    }
    return []
  }

  private mutating func press(_ point: Point, in popup: Popup) -> [Effect] {
    guard case .menu(var menu) = popup else { return [] }
    guard let item = MenuView.item(at: point, menu, self) else {
      popups.removeLast()
      return []
    }
    if item == menu.selected { return choose(menu.items[item]) }
    menu.selected = item
    popups[popups.count - 1] = .menu(menu)
    return []
  }
}
