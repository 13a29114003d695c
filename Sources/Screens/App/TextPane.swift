import DraftTrees
import Timeline
import Tokens

/// The prompt and what was committed up to the cursor, as running text.
enum TextPane {
  static func draw(_ model: AppModel, _ area: Rectangle, on screen: inout Screen) {
    guard area.rows > 0, area.columns > 1 else { return }
    let lines = styled(model, width: area.columns)
    let first = firstLine(model, lines: lines, rows: area.rows)
    let picked = model.unpinned(model.pinnedToken)
    for (offset, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
      var column = area.column
      for glyph in line {
        var style = glyph.style
        if picked != nil, glyph.token == picked { style.isSelected = true }
        column += screen.put(
          CellGlyph.text(of: [glyph.glyph]), column: column, row: area.row + offset, style: style)
      }
      if model.focus == .text, model.popups.isEmpty, model.input == nil,
        let place = line.firstIndex(where: { $0.token == picked && picked != nil })
      {
        let before = line[..<place].reduce(0) { $0 + $1.glyph.columns }
        screen.rest(at: Point(column: area.column + before, row: area.row + offset))
      }
    }
    if model.focus == .text, model.popups.isEmpty, screen.cursor == nil {
      screen.rest(at: Point(column: area.column, row: area.row))
    }
    screen.markHidden(
      above: first > 0, below: first + area.rows < lines.count, in: area, glyphs: model.glyphs)
  }

  /// The longest first.
  static func summaries(_ model: AppModel) -> [String] {
    let count = model.committedCount
    let glyphs = model.glyphs
    let tokens = "\(count) token\(count == 1 ? "" : "s")"
    guard model.colouring == .outcome else {
      return ["\(tokens), by \(model.colouring.text)", tokens]
    }
    let legend =
      "\(glyphs.accepted) accepted \(glyphs.corrected) corrected \(glyphs.bonus) bonus"
    return ["\(tokens)  \(legend)", tokens]
  }

  static func lineCount(_ model: AppModel, width: Int) -> Int {
    styled(model, width: width).count
  }

  static func firstLine(_ model: AppModel, width: Int, rows: Int) -> Int {
    firstLine(model, lines: styled(model, width: width), rows: rows)
  }

  /// The end of the text, unless a person scrolled or chose a token.
  private static func firstLine(
    _ model: AppModel, lines: [[StyledText.Glyph]], rows: Int
  ) -> Int {
    let last = max(0, lines.count - rows)
    if let token = model.unpinned(model.pinnedToken),
      let line = lines.firstIndex(where: { $0.contains { $0.token == token } })
    {
      return line >= last ? last : max(0, line - rows / 2)
    }
    return min(model.unpinned(model.pinnedScroll) ?? last, last)
  }

  /// The committed token drawn at a point of the screen.
  static func token(at point: Point, _ model: AppModel, area: Rectangle) -> Int? {
    let lines = styled(model, width: area.columns)
    let number = firstLine(model, lines: lines, rows: area.rows) + point.row - area.row
    guard lines.indices.contains(number) else { return nil }
    var column = area.column
    for glyph in lines[number] {
      column += glyph.glyph.columns
      if point.column < column { return glyph.token }
    }
    return nil
  }

  /// Prompt and committed text, for copying.
  static func plainText(_ model: AppModel) -> String {
    guard let timeline = model.timeline else { return "" }
    var bytes = timeline.header.prompt.pieces.flatMap(\.bytes)
    for token in tokens(model) { bytes += token.piece.bytes }
    return String(decoding: bytes, as: UTF8.self)
  }

  private struct ShownToken {
    var piece: TokenPiece
    var role: Role
    var origin: Verdict
    var isOfThisRound: Bool
  }

  /// Committed tokens that are visible.
  private static func tokens(_ model: AppModel) -> [ShownToken] {
    guard let timeline = model.timeline, let progress = model.progress else { return [] }
    var tokens: [ShownToken] = []
    for index in 0...model.cursor.round {
      guard let round = timeline.shownRound(index) else { break }
      let isThis = index == model.cursor.round
      let shown = isThis ? progress.committedCount : round.committed.count
      for committed in round.committed.prefix(shown) {
        tokens.append(
          ShownToken(
            piece: model.piece(committed.token, in: round),
            role: role(of: committed, in: round, model),
            origin: committed.origin, isOfThisRound: isThis))
      }
    }
    return tokens
  }

  private static func role(
    of committed: CommittedToken, in round: Round, _ model: AppModel
  ) -> Role {
    switch model.colouring {
    case .outcome: return Role(committed.origin)
    case .drafter: return model.drafterShade(round.settings.drafter)
    default:
      guard let node = committed.node else { return .text }
      return model.shade(
        of: node, in: round, progress: RoundProgress(round, event: .max))
    }
  }

  private static func styled(_ model: AppModel, width: Int) -> [[StyledText.Glyph]] {
    guard let header = model.timeline?.header else { return [] }
    var text = StyledText(width: width)
    let tokens = tokens(model)
    let promptCount = header.prompt.pieces.count
    let runs = TokenText.running(
      header.prompt.pieces + tokens.map(\.piece), showMarks: model.showsMarks,
      glyphs: model.glyphs)
    var marked = -1
    for run in runs {
      let number = run.piece - promptCount
      guard number >= 0 else {
        if run.kind == .lineBreak {
          text.breakLine()
        } else {
          text.add(run.text, style: Style(run.kind == .mark ? .faint : .prompt), token: nil)
        }
        continue
      }
      let token = tokens[number]
      if marked < number {
        marked = number
        if token.isOfThisRound || model.showsMarks {
          text.add(
            model.glyphs.mark(token.origin), style: Style(Role(token.origin)), token: number)
        }
      }
      if run.kind == .lineBreak {
        text.breakLine()
      } else {
        text.add(
          run.text, style: Style(run.kind == .mark ? .faint : token.role), token: number)
      }
    }
    text.finish()
    return text.lines
  }
}
