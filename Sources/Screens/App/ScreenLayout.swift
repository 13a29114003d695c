/// Where everything stands, for one model and one size. Drawing, mouse and paging ask it alike.
struct ScreenLayout: Hashable {
  /// Below this only a sentence is drawn.
  static let smallest = Size(columns: 60, rows: 15)

  /// A place of panes: one of them is shown, the others are its tabs.
  struct Slot: Hashable {
    var panes: [Pane]
    var shown: Pane
    var area: Rectangle
    /// A frame around it, else a line above it.
    var isBoxed: Bool
    /// Without a frame: a line to the left of it.
    var hasLeftEdge: Bool

    /// Where the pane draws.
    var content: Rectangle {
      if isBoxed {
        return Rectangle(
          column: area.column + 2, row: area.row + 1, columns: area.columns - 4,
          rows: area.rows - 2)
      }
      let left = hasLeftEdge ? 2 : 1
      return Rectangle(
        column: area.column + left, row: area.row + 1, columns: area.columns - left - 1,
        rows: area.rows - 1)
    }
  }

  private(set) var slots: [Slot] = []
  let narration: Rectangle
  let statusRow: Int
  let footerRow: Int

  /// - Parameter ignoringZoom: as if no pane were zoomed.
  init(_ model: AppModel, size: Size, ignoringZoom: Bool = false) {
    let narrationRows = size.rows < 20 ? 1 : 2
    narration = Rectangle(column: 1, row: 2, columns: size.columns - 2, rows: narrationRows)
    statusRow = size.rows - 2
    footerRow = size.rows - 1
    let body = Rectangle(
      column: 0, row: 2 + narrationRows, columns: size.columns,
      rows: size.rows - 4 - narrationRows)
    let isBoxed = size.columns >= 100 && size.rows >= 30
    var planner = Planner(isBoxed: isBoxed, focus: model.focus, tab: model.tab)
    if model.isZoomed, !ignoringZoom {
      planner.add([model.focus], body)
    } else {
      planner.plan(model.shownView, body)
    }
    slots = planner.slots
  }

  /// In the order of Tab.
  var panes: [Pane] { slots.flatMap(\.panes) }

  func slot(of pane: Pane) -> Slot? { slots.first { $0.panes.contains(pane) } }

  /// Where a pane draws, or would if it were the tab shown.
  func content(of pane: Pane) -> Rectangle? { slot(of: pane)?.content }

  /// The pane whose content is there.
  func pane(at point: Point) -> Pane? {
    slots.first { $0.content.contains(point) }?.shown
  }

  /// The pane whose title is there.
  func tab(at point: Point, _ model: AppModel) -> Pane? {
    for slot in slots where slot.area.row == point.row && slot.area.contains(point) {
      return PaneTitle.parts(of: slot, model).first { $0.columns.contains(point.column) }?.pane
        ?? slot.shown
    }
    return nil
  }

  private struct Planner {
    let isBoxed: Bool
    let focus: Pane
    let tab: Pane?
    var slots: [Slot] = []

    mutating func add(_ panes: [Pane], _ area: Rectangle) {
      let shown =
        panes.contains(focus) ? focus : tab.flatMap { panes.contains($0) ? $0 : nil } ?? panes[0]
      slots.append(
        Slot(
          panes: panes, shown: shown, area: area, isBoxed: isBoxed, hasLeftEdge: area.column > 0))
    }

    mutating func plan(_ view: ViewName, _ body: Rectangle) {
      switch view {
      case .main: planMain(body)
      case .tree:
        if body.columns >= 140 {
          let (tree, detail) = body.splitColumns(body.columns - 58)
          add([.tree], tree)
          add([.detail], detail)
        } else {
          let (tree, detail) = body.splitRows(body.rows - max(4, body.rows / 3))
          add([.tree], tree)
          add([.detail], detail)
        }
      case .text: add([.text], body)
      case .statistics: add([.statistics], body)
      case .verifiers: add([.verifiers], body)
      case .exitLayers: planBeside(.exitLayers, .lens, body)
      case .switching: planBeside(.switching, .drafter, body)
      case .compare: add([.compare], body)
      }
    }

    /// Two panes side by side, or as tabs of one place where there is no room.
    private mutating func planBeside(_ first: Pane, _ second: Pane, _ body: Rectangle) {
      guard body.columns >= 110 else { return add([first, second], body) }
      let (left, right) = body.splitColumns(body.columns * 62 / 100)
      add([first], left)
      add([second], right)
    }

    private mutating func planMain(_ body: Rectangle) {
      if body.rows < 15 {
        planShort(body)
      } else if body.columns >= 160, body.rows >= 34 {
        // Everything at once, the node's numbers beside the tree.
        let (left, right) = body.splitColumns(body.columns * 63 / 100)
        let (tree, text) = left.splitRows(body.rows * 66 / 100)
        let (detail, statistics) = right.splitRows(body.rows * 54 / 100)
        add([.tree], tree)
        add([.text], text)
        add([.detail], detail)
        add([.statistics], statistics)
      } else if body.columns >= 110 {
        let (tree, below) = body.splitRows(body.rows * 52 / 100)
        let (text, rest) = below.splitColumns(body.columns * 36 / 100)
        let (detail, statistics) = rest.splitColumns(rest.columns * 53 / 100)
        add([.tree], tree)
        add([.text], text)
        add([.detail], detail)
        add([.statistics], statistics)
      } else if body.columns >= 72 {
        let (tree, below) = body.splitRows((body.rows + 1) / 2)
        let (text, node) = below.splitColumns(body.columns * 45 / 100)
        add([.tree], tree)
        add([.text], text)
        add([.detail, .statistics], node)
      } else {
        let (tree, below) = body.splitRows((body.rows + 1) / 2)
        add([.tree], tree)
        if below.rows >= 14 {
          let (text, node) = below.splitRows(below.rows * 2 / 5)
          add([.text], text)
          add([.detail, .statistics], node)
        } else {
          add([.text, .detail, .statistics], below)
        }
      }
    }

    private mutating func planShort(_ body: Rectangle) {
      if body.columns >= 120 {
        let (tree, rest) = body.splitColumns(body.columns * 45 / 100)
        let (text, node) = rest.splitColumns(rest.columns / 2)
        add([.tree], tree)
        add([.text], text)
        add([.detail, .statistics], node)
      } else {
        let (tree, below) = body.splitRows((body.rows + 1) / 2)
        add([.tree], tree)
        add([.text, .detail, .statistics], below)
      }
    }
  }
}

extension Rectangle {
  /// The upper `rows` rows, and the rest.
  func splitRows(_ rows: Int) -> (Rectangle, Rectangle) {
    (
      Rectangle(column: column, row: row, columns: columns, rows: rows),
      Rectangle(column: column, row: row + rows, columns: columns, rows: self.rows - rows)
    )
  }

  /// The left `columns` columns, and the rest.
  func splitColumns(_ columns: Int) -> (Rectangle, Rectangle) {
    (
      Rectangle(column: column, row: row, columns: columns, rows: rows),
      Rectangle(column: column + columns, row: row, columns: self.columns - columns, rows: rows)
    )
  }
}
