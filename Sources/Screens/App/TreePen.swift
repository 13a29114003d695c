import DraftTrees
import Timeline
import Tokens

/// Draws the nodes of a tree and the lines between them.
struct TreePen {
  let model: AppModel
  let round: Round
  let progress: RoundProgress
  let metrics: TreeMetrics
  let accepted: Set<NodeIndex>

  private var glyphs: Glyphs { model.glyphs }
  private var level: TreeMetrics.Level { metrics.level }

  /// Where a node's label begins, in the area.
  func point(of placed: TreeLayout.PlacedNode) -> Point {
    point(depth: placed.depth, row: placed.row)
  }

  private func point(depth: Int, row: Int) -> Point {
    Point(
      column: metrics.starts[depth] - metrics.columnOffset,
      row: row * level.rowHeight - metrics.rowOffset)
  }

  // MARK: Nodes

  func draw(_ placed: TreeLayout.PlacedNode, on screen: inout Screen) {
    let node = placed.node
    let at = point(of: placed)
    guard metrics.shows(depth: placed.depth) else { return }
    if let parent = round.tree.parents[node.rawValue], let above = metrics.layout.place(of: parent)
    {
      drawArm(
        from: above, to: at, row: placed.row, role: accepted.contains(node) ? .accepted : nil,
        on: &screen)
    }
    let verdict: Verdict = progress.verdicts[node.rawValue]
    let isPruned = round.tree.isPruned[node.rawValue]
    let markRole: Role = node == .root ? .key : isPruned ? .unreached : Role(verdict)
    let mark = node == .root ? glyphs.anchor : isPruned ? "-" : glyphs.mark(verdict)
    let width = metrics.widths[placed.depth]
    var text = model.markedText(round.tree.tokens[node.rawValue], in: round)
    var fold = ""
    if placed.hiddenCount > 0 { fold = " \(glyphs.folded)\(placed.hiddenCount)" }
    let labelRoom = labelColumns(width, depth: placed.depth) - 2 - TextWidth.columns(fold)
    text = TextWidth.cut(text, to: max(1, labelRoom), glyphs: glyphs)
    let isMatch = model.isMatch(node, in: round, progress: progress)
    let role = isMatch ? .match : textRole(node, verdict)
    screen.put(mark, column: at.column, row: at.row, style: Style(markRole))
    var column = at.column + 2
    column += screen.put(text, column: column, row: at.row, style: Style(role))
    if !fold.isEmpty { screen.put(fold, column: column, row: at.row, style: Style(.key)) }
    if placed.depth > 0 { drawNumbers(node, at: at, width: width, on: &screen) }
    drawMore(placed, at: at, on: &screen)
    guard node == model.selectedNode else { return }
    let shown = Rectangle(
      column: at.column, row: at.row, columns: labelColumns(width, depth: placed.depth), rows: 1)
    screen.select(shown)
    screen.put(
      glyphs.selected, column: at.column - 1, row: at.row, style: Style(.key))
  }

  /// The columns of a node's first row that belong to mark and text.
  private func labelColumns(_ width: Int, depth: Int) -> Int {
    guard depth > 0 else { return width }
    return switch level {
    case .full, .card, .stack, .bare: width
    case .wide: width - numberColumns - 2 - TreeMetrics.barColumns
    case .number: width - 6
    }
  }

  private var numberColumns: Int { 5 + (metrics.hasDraftProbabilities ? 6 : 0) }

  private func drawNumbers(
    _ node: NodeIndex, at: Point, width: Int, on screen: inout Screen
  ) {
    let shown = shownProbability(node)
    guard level != .bare else {
      if let value = shown?.value {
        let step = Int((min(max(value, 0), 1) * Double(glyphs.sparks.count - 1)).rounded())
        screen.put(
          glyphs.sparks[step], column: at.column + 1, row: at.row, style: Style(barRole(node)))
      }
      return
    }
    let row = level.hasNumberRow ? at.row + 1 : at.row
    var column =
      level == .stack
      ? at.column + 2
      : level.hasNumberRow ? at.column : at.column + labelColumns(width, depth: 1) + 1
    let hasBar = level != .number && level != .stack
    if metrics.hasDraftProbabilities, level != .number {
      let q = round.tree.draftProbabilities[node.rawValue]
      screen.put("q\(NumberText.probability(q))", column: column, row: row, style: Style(.faint))
      column += 6
    }
    guard let shown else { return }
    screen.put(
      "\(shown.letter)\(NumberText.probability(shown.value))", column: column, row: row,
      style: Style(.number))
    column += 6
    guard hasBar else { return }
    screen.bar(
      shown.value ?? 0, column: column, row: row, width: TreeMetrics.barColumns,
      style: Style(barRole(node)), glyphs: glyphs)
    column += TreeMetrics.barColumns + 1
    guard level == .full else { return }
    let room = at.column + width - column
    let source = TextWidth.cut(round.tree.sources[node.rawValue], to: room, glyphs: glyphs)
    screen.put(source, column: column, row: row, style: Style(.faint))
  }

  /// p once it is visible; at temperature 0, where p is one-hot, the model's own probability if
  /// it is among those kept.
  private func shownProbability(_ node: NodeIndex) -> (letter: String, value: Double?)? {
    guard progress.isScored[node.rawValue], round.scores.indices.contains(node.rawValue) else {
      return nil
    }
    guard round.settings.sampling.isGreedy else {
      return ("p", round.scores[node.rawValue].targetProbability)
    }
    return ("m", model.modelProbability(of: node, in: round))
  }

  private func barRole(_ node: NodeIndex) -> Role {
    let verdict = progress.verdicts[node.rawValue]
    return verdict == .pending || verdict == .unreached ? .bar : Role(verdict)
  }

  private func textRole(_ node: NodeIndex, _ verdict: Verdict) -> Role {
    if node == .root { return .text }
    return model.colouring == .outcome
      ? Role(verdict) : model.shade(of: node, in: round, progress: progress)
  }

  // MARK: The extra token

  func draw(_ extra: TreeLayout.PlacedExtra, on screen: inout Screen) {
    guard let above = metrics.layout.place(of: extra.parent), metrics.shows(depth: extra.depth)
    else { return }
    let at = point(depth: extra.depth, row: extra.row)
    drawArm(from: above, to: at, row: extra.row, role: Role(extra.verdict), on: &screen)
    let room = metrics.widths[extra.depth] - 2
    let text = TextWidth.cut(
      model.markedText(extra.token, in: round), to: max(1, room), glyphs: glyphs)
    let style = Style(Role(extra.verdict))
    screen.put(glyphs.mark(extra.verdict), column: at.column, row: at.row, style: style)
    screen.put(text, column: at.column + 2, row: at.row, style: style)
    if level.hasNumberRow {
      screen.put(extra.verdict.rawValue, column: at.column, row: at.row + 1, style: Style(.faint))
    }
  }

  // MARK: Lines

  /// Arrows where the tree goes on to the right or comes from the left.
  private func drawMore(
    _ placed: TreeLayout.PlacedNode, at: Point, on screen: inout Screen
  ) {
    let hasMore =
      round.tree.children(of: placed.node).contains { progress.isDrafted($0) }
      || metrics.layout.extra?.parent == placed.node
    if hasMore, placed.hiddenCount == 0, !metrics.shows(depth: placed.depth + 1) {
      screen.put(
        glyphs.rightArrow, column: min(labelEnd(of: placed, from: at) + 1, screen.size.columns - 1),
        row: at.row, style: Style(.key))
    }
    if placed.depth == metrics.firstDepth, placed.depth > 0 {
      screen.put(glyphs.leftArrow, column: 0, row: at.row, style: Style(.key))
    }
  }

  /// The line from a node to a child at `to`: along the parent's row, or down from it. `role` is
  /// that of a line the text takes.
  private func drawArm(
    from parent: TreeLayout.PlacedNode, to: Point, row: Int, role: Role?, on screen: inout Screen
  ) {
    let from = point(of: parent)
    let junction = to.column - 3
    let style = Style(role ?? .border)
    let arm = role == nil ? glyphs.arm : glyphs.acceptedArm
    if row == parent.row || role != nil {
      let label = labelEnd(of: parent, from: from) + 1
      for column in label..<max(label, junction) {
        screen.put(arm, column: column, row: from.row, style: style)
      }
    }
    if row == parent.row {
      screen.put(arm, column: junction, row: to.row, style: style)
    } else {
      drawCorner(from: from, to: to, junction: junction, style: style, on: &screen)
    }
    screen.put(arm, column: junction + 1, row: to.row, style: style)
  }

  /// Down from the parent's row to a later child, joining the lines that are there.
  private func drawCorner(
    from: Point, to: Point, junction: Int, style: Style, on screen: inout Screen
  ) {
    func styleHere(_ row: Int) -> Style {
      guard style.role == .border, screen.isInside(junction, row) else { return style }
      let there = screen[junction, row]
      return there.scalar == " " ? style : Style(there.style.role)
    }
    screen.put(glyphs.tee, column: junction, row: from.row, style: styleHere(from.row))
    for row in (from.row + 1)..<max(from.row + 1, to.row) where screen.isInside(junction, row) {
      // Where an earlier sibling's arm goes off, the line goes on below it.
      let isSibling =
        screen.isInside(junction + 1, row) && screen[junction + 1, row].scalar != " "
      screen.put(
        isSibling ? glyphs.branch : glyphs.stem, column: junction, row: row, style: styleHere(row))
    }
    screen.put(glyphs.lastBranch, column: junction, row: to.row, style: style)
  }

  /// The last column of a node's label in its first row.
  private func labelEnd(of placed: TreeLayout.PlacedNode, from: Point) -> Int {
    let text = model.markedText(round.tree.tokens[placed.node.rawValue], in: round)
    let room = labelColumns(metrics.widths[placed.depth], depth: placed.depth)
    let hasNumbers = placed.depth > 0 && (level == .wide || level == .number)
    guard !hasNumbers else { return from.column + metrics.widths[placed.depth] }
    return from.column + min(room, 2 + TextWidth.columns(text))
  }
}

extension Glyphs {
  /// Where a branch leaves a line downwards.
  var tee: String { isASCII ? "+" : "┬" }
  /// The arm to an accepted node.
  var acceptedArm: String { isASCII ? "=" : "━" }
  /// Before the last committed token.
  var anchor: String { isASCII ? "<" : "◂" }
}

extension Screen {
  func isInside(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && column < size.columns && row >= 0 && row < size.rows
  }
}

extension AppModel {
  /// The model's own probability of a node's token, when it is among those kept at its parent.
  func modelProbability(of node: NodeIndex, in round: Round) -> Double? {
    guard let parent = round.tree.parents[node.rawValue],
      round.scores.indices.contains(parent.rawValue)
    else { return nil }
    let token = round.tree.tokens[node.rawValue]
    return round.scores[parent.rawValue].alternatives.first { $0.token == token }?.modelProbability
  }

  /// The shade of a node by what colours tokens now.
  func shade(of node: NodeIndex, in round: Round, progress: RoundProgress) -> Role {
    switch colouring {
    case .outcome: return Role(progress.verdicts[node.rawValue])
    case .draftProbability: return .shade(round.tree.draftProbabilities[node.rawValue])
    case .targetProbability:
      guard progress.isScored[node.rawValue] else { return .text }
      let isGreedy = round.settings.sampling.isGreedy
      return .shade(
        isGreedy
          ? modelProbability(of: node, in: round)
          : round.scores[node.rawValue].targetProbability)
    case .entropy:
      guard progress.isScored[node.rawValue], let parent = round.tree.parents[node.rawValue],
        let entropy = round.scores[parent.rawValue].entropy
      else { return .text }
      return .shade(min(entropy / 5, 1))
    case .drafter: return drafterShade(round.settings.drafter)
    }
  }

  /// Drafters in the order of the catalogue.
  func drafterShade(_ name: String) -> Role {
    let shades: [Role] = [.shade5, .shade3, .shade1, .shade4, .shade2]
    let place = catalogue.drafters.firstIndex { $0.name == name } ?? 0
    return shades[place % shades.count]
  }
}

extension Role {
  /// One of five steps for a number from 0 to 1; plain text for none.
  static func shade(_ fraction: Double?) -> Role {
    guard let fraction else { return .text }
    return switch fraction {
    case ..<0.2: .shade1
    case ..<0.4: .shade2
    case ..<0.6: .shade3
    case ..<0.8: .shade4
    default: .shade5
    }
  }
}
