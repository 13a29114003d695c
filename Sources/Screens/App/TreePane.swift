import DraftTrees
import Timeline
import Tokens

/// The draft tree from left to right: each column a depth, each line of nodes a continuation that
/// can be read as text.
enum TreePane {
  static func draw(_ model: AppModel, _ area: Rectangle, on screen: inout Screen) {
    guard let round = model.round, let progress = model.progress,
      let metrics = TreeMetrics(model, area: area)
    else {
      drawEmpty(model, area, on: &screen)
      return
    }
    // Drawn on a canvas of its own, so that nothing leaves the pane.
    var canvas = Screen(size: Size(columns: area.columns, rows: area.rows))
    let pen = TreePen(
      model: model, round: round, progress: progress, metrics: metrics,
      accepted: acceptedPath(round, progress))
    for placed in metrics.layout.nodes where progress.isDrafted(placed.node) {
      pen.draw(placed, on: &canvas)
    }
    if let extra = metrics.layout.extra { pen.draw(extra, on: &canvas) }
    screen.copy(canvas, to: area)
    let rows = metrics.layout.rowCount * metrics.level.rowHeight
    screen.markHidden(
      above: metrics.rowOffset > 0, below: metrics.rowOffset + area.rows < rows, in: area,
      glyphs: model.glyphs)
    if model.focus == .tree, model.popups.isEmpty, model.input == nil,
      let place = metrics.layout.place(of: model.selectedNode)
    {
      let point = pen.point(of: place)
      screen.rest(at: Point(column: area.column + max(0, point.column), row: area.row + point.row))
    }
  }

  /// The nodes known to be accepted by now, the anchor counted.
  private static func acceptedPath(_ round: Round, _ progress: RoundProgress) -> Set<NodeIndex> {
    Set(round.tree.nodes.filter { progress.verdicts[$0] == .accepted }.map { NodeIndex($0) })
  }

  private static func drawEmpty(_ model: AppModel, _ area: Rectangle, on screen: inout Screen) {
    let text = "Each round drafts a tree of tokens here; the model then scores it in one pass."
    for (offset, line) in TextWidth.wrap(text, columns: max(1, area.columns)).enumerated()
    where offset < area.rows {
      screen.put(
        line, column: area.column, row: area.row + offset, limit: area.columns, style: Style(.faint)
      )
    }
  }

  /// The longest first.
  static func summaries(_ model: AppModel) -> [String] {
    guard let round = model.round, let progress = model.progress else { return [] }
    let tree = round.tree
    let shown = progress.draftedCount
    let depth = tree.depths.prefix(shown + 1).max() ?? 0
    let dot = model.glyphs.isASCII ? " | " : " · "
    var parts = [
      progress.phase.map { $0 < .draft } ?? true
        ? "budget \(round.choice.budget)" : "\(shown) drafted, \(depth) deep"
    ]
    let pruned = tree.isPruned.prefix(shown + 1).count { $0 }
    if pruned > 0 { parts.append("\(pruned) pruned") }
    if round.settings.sampling.isGreedy, progress.scoredCount > 0 {
      parts.append("m: model probability")
    }
    return [parts.joined(separator: dot), parts[0]]
  }

  /// The drafted node drawn at a point of the screen.
  static func node(at point: Point, _ model: AppModel, area: Rectangle) -> NodeIndex? {
    guard let metrics = TreeMetrics(model, area: area), let progress = model.progress else {
      return nil
    }
    let column = point.column - area.column + metrics.columnOffset
    let row = (point.row - area.row + metrics.rowOffset) / metrics.level.rowHeight
    return metrics.layout.nodes.first { placed in
      placed.row == row && progress.isDrafted(placed.node)
        && column >= metrics.starts[placed.depth] - 1
        && column < metrics.starts[placed.depth] + metrics.widths[placed.depth]
    }?.node
  }
}

extension Screen {
  /// Puts the cells of another screen into an area of this one.
  mutating func copy(_ other: Screen, to area: Rectangle) {
    for row in 0..<min(other.size.rows, area.rows) where area.row + row < size.rows {
      for column in 0..<min(other.size.columns, area.columns)
      where area.column + column < size.columns {
        self[area.column + column, area.row + row] = other[column, row]
      }
    }
  }
}
