import DraftTrees
import Timeline

/// The columns and rows a tree is drawn at: as much of each node as fits.
struct TreeMetrics: Hashable {
  /// What is drawn of a node, the most first.
  enum Level: Int, Hashable, CaseIterable, Comparable {
    /// Two rows: the token; below it its numbers, a bar and its source.
    case full
    /// Two rows: the token; below it its numbers and a bar.
    case card
    /// One row: the token, its numbers and a bar.
    case wide
    /// One row: the token and its number.
    case number
    /// Two rows: the token; below it its number.
    case stack
    /// One row: the token, its probability as a column of one cell.
    case bare

    var rowHeight: Int { hasNumberRow ? 2 : 1 }
    /// Numbers stand below the token.
    var hasNumberRow: Bool { self == .full || self == .card || self == .stack }
    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// Between the columns of nodes: the arm, the branch, the arm, a blank or the selection's mark.
  static let gap = 4
  static let barColumns = 6

  let level: Level
  let layout: TreeLayout
  /// The first column of each depth's nodes.
  let starts: [Int]
  /// The columns that the nodes of each depth take.
  let widths: [Int]
  let hasDraftProbabilities: Bool
  /// The first depth that is drawn, and what of the tree is left of, and above, the area.
  let firstDepth: Int
  let columnOffset: Int
  let rowOffset: Int
  private let columns: Int

  init?(_ model: AppModel, area: Rectangle) {
    guard let round = model.round, let layout = model.treeLayout, area.columns > 0, area.rows > 0
    else { return nil }
    self.layout = layout
    let hasDraftProbabilities = round.tree.draftProbabilities.contains { $0 != nil }
    self.hasDraftProbabilities = hasDraftProbabilities
    let texts = Self.textWidths(model, round, layout)
    // A second row is worth it for a second number.
    let levels: [Level] =
      hasDraftProbabilities
      ? [.full, .card, .wide, .stack, .number, .bare] : Level.allCases
    let fitting = levels.first { level in
      let widths = Self.widths(level, texts, round, hasDraftProbabilities)
      return Self.total(widths) <= area.columns
        && (level.rowHeight == 1 || (layout.rowCount + 1) * 2 <= area.rows)
    }
    // What does not fit is scrolled.
    let level = fitting ?? .number
    self.level = level
    widths = Self.widths(level, texts, round, hasDraftProbabilities)
    var starts: [Int] = []
    var next = 1
    for width in widths {
      starts.append(next)
      next += width + Self.gap
    }
    self.starts = starts
    let selected = layout.place(of: model.selectedNode)
    let extra = model.progress?.judgeStepCount == round.judgement?.steps.count ? layout.extra : nil
    let depth = max(
      selected?.depth ?? 0,
      extra.map { $0.parent == model.selectedNode ? $0.depth : 0 } ?? 0)
    firstDepth = Self.firstDepth(
      showing: min(depth, widths.count - 1), starts: starts, widths: widths,
      columns: area.columns)
    columnOffset = firstDepth == 0 ? 0 : starts[firstDepth] - Self.gap
    columns = area.columns
    let rows = layout.rowCount * level.rowHeight
    let row = (selected?.row ?? 0) * level.rowHeight
    rowOffset = rows <= area.rows ? 0 : min(max(0, row - area.rows / 2), rows - area.rows)
  }

  /// The least depth to begin with so that a depth is seen, with the one after it if that fits.
  private static func firstDepth(
    showing depth: Int, starts: [Int], widths: [Int], columns: Int
  ) -> Int {
    func fits(_ last: Int, from first: Int) -> Bool {
      starts[last] + widths[last] - (first == 0 ? 0 : starts[first] - gap) <= columns
    }
    let next = min(depth + 1, widths.count - 1)
    return (0...depth).first { fits(next, from: $0) } ?? (0...depth).first { fits(depth, from: $0) }
      ?? depth
  }

  /// Whether the nodes of a depth are drawn: all of their columns are inside.
  func shows(depth: Int) -> Bool {
    depth == firstDepth
      || depth > firstDepth && starts[depth] + widths[depth] - columnOffset <= columns
  }

  /// The widest token text of each depth, as cut. The last is room for the extra token.
  private static func textWidths(_ model: AppModel, _ round: Round, _ layout: TreeLayout) -> [Int] {
    var widths: [Int] = []
    for placed in layout.nodes {
      while widths.count <= placed.depth { widths.append(1) }
      let text = model.markedText(round.tree.tokens[placed.node.rawValue], in: round)
      let fold = placed.hiddenCount > 0 ? 6 : 0
      widths[placed.depth] = max(widths[placed.depth], TextWidth.columns(text) + fold)
    }
    widths.append(8)
    if let extra = layout.extra {
      let columns = TextWidth.columns(model.markedText(extra.token, in: round))
      widths[extra.depth] = max(widths[extra.depth], columns)
    }
    return widths.map { min($0, 24) }
  }

  private static func widths(
    _ level: Level, _ texts: [Int], _ round: Round, _ hasDraftProbabilities: Bool
  ) -> [Int] {
    let number = 5 + (hasDraftProbabilities ? 6 : 0)
    let source = round.tree.sources.map(TextWidth.columns).max() ?? 0
    return texts.enumerated().map { depth, text in
      let label = 2 + min(text, level == .bare ? 8 : level == .number ? 12 : 24)
      if depth == 0 { return label }
      switch level {
      case .full:
        return max(label, number + 1 + barColumns + (source > 0 ? 1 + min(source, 14) : 0))
      case .card: return max(label, number + 1 + barColumns)
      case .wide: return label + 1 + number + 1 + barColumns
      case .number: return label + 1 + 5
      case .stack: return max(label, 2 + number)
      case .bare: return label
      }
    }
  }

  private static func total(_ widths: [Int]) -> Int {
    1 + widths.reduce(0) { $0 + $1 + gap } - gap
  }
}
