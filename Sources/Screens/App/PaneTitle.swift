import Timeline

/// The line above a pane: its name, those of its tabs, and what it counts.
enum PaneTitle {
  struct Part: Hashable {
    var pane: Pane
    var text: String
    var columns: Range<Int>
  }

  /// The names of a slot's panes and the columns they stand at.
  static func parts(of slot: ScreenLayout.Slot, _ model: AppModel) -> [Part] {
    var column = slot.area.column + (slot.hasLeftEdge || slot.isBoxed ? 2 : 1)
    return slot.panes.map { pane in
      let isShown = pane == slot.shown
      let mark = isShown && pane == model.focus ? model.glyphs.selected : " "
      let text = mark + name(of: pane) + " "
      let part = Part(pane: pane, text: text, columns: column..<column + TextWidth.columns(text))
      column = part.columns.upperBound + (slot.panes.count > 1 ? 1 : 0)
      return part
    }
  }

  static func name(of pane: Pane) -> String {
    switch pane {
    case .tree: "Tree"
    case .text: "Text"
    case .detail: "Node"
    case .statistics: "Statistics"
    case .verifiers: "Verifiers"
    case .exitLayers: "Exit layers"
    case .lens: "Logit lens"
    case .switching: "Switching"
    case .drafter: "Drafter"
    case .compare: "Compare"
    }
  }

  /// Draws the frame or the line, and the title in it.
  static func draw(_ slot: ScreenLayout.Slot, _ model: AppModel, on screen: inout Screen) {
    let glyphs = model.glyphs
    let area = slot.area
    let isFocused = slot.shown == model.focus
    let style = Style(isFocused ? .focusedBorder : .border)
    if slot.isBoxed {
      screen.box(area, title: "", isFocused: isFocused, glyphs: glyphs)
    } else {
      for column in area.column..<area.column + area.columns {
        screen.put(glyphs.horizontal, column: column, row: area.row, style: style)
      }
      if slot.hasLeftEdge {
        screen.put(
          glyphs.isASCII ? "+" : "┬", column: area.column, row: area.row, style: Style(.border))
        for row in (area.row + 1)..<max(area.row + 1, area.row + area.rows) {
          screen.put(glyphs.vertical, column: area.column, row: row, style: Style(.border))
        }
      }
    }
    let edge = area.column + area.columns - 1
    var column = area.column + 2
    for part in parts(of: slot, model) {
      guard part.columns.upperBound < edge else { break }
      let isShown = part.pane == slot.shown
      screen.put(
        part.text, column: part.columns.lowerBound, row: area.row,
        style: Style(isShown ? .title : .border))
      column = part.columns.upperBound
    }
    let room = edge - column - 3
    let fitting = summaries(of: slot.shown, model).first { TextWidth.columns($0) <= room }
    guard let shown = fitting, !shown.isEmpty else { return }
    let start = edge - TextWidth.columns(shown) - 2
    screen.put(" \(shown) ", column: start, row: area.row, limit: room + 2, style: Style(.text))
  }

  /// What a pane says of its content, the longest first.
  private static func summaries(of pane: Pane, _ model: AppModel) -> [String] {
    switch pane {
    case .tree: TreePane.summaries(model)
    case .text: TextPane.summaries(model)
    case .detail: model.round == nil ? [] : [DetailPane.summary(model)]
    case .statistics: [StatisticsPane.summary(model)]
    case .verifiers: [VerifiersPane.summary(model)]
    case .exitLayers: [ExitLayersPane.summary(model)]
    case .lens: [LensPane.summary(model)]
    case .switching: [SwitchingPane.summary(model)]
    case .drafter: [DrafterPane.summary(model)]
    case .compare: [model.comparedRun?.name ?? ""]
    }
  }
}
