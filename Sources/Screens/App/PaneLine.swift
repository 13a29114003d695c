/// One line of a pane that is made of lines: pieces of text and bars, and what Enter opens there.
struct PaneLine: Hashable {
  enum Piece: Hashable {
    case text(String, Style)
    /// `fraction` of `width` columns.
    case bar(Double, width: Int, Role)
    /// What follows stands at this column of the line, at least one blank on.
    case column(Int)
  }

  var pieces: [Piece] = []
  var opens: OpenedNumber?

  init(_ pieces: Piece..., opens: OpenedNumber? = nil) {
    self.pieces = pieces
    self.opens = opens
  }

  init(_ text: String, _ role: Role = .text, opens: OpenedNumber? = nil) {
    pieces = [.text(text, Style(role))]
    self.opens = opens
  }

  mutating func add(_ text: String, _ role: Role = .text) {
    pieces.append(.text(text, Style(role)))
  }

  static let blank = PaneLine("")

  static func heading(_ text: String) -> PaneLine { PaneLine(text, .heading) }

  /// "name      value": the value at `column`.
  static func fact(
    _ name: String, _ value: String, at column: Int, role: Role = .number,
    opens: OpenedNumber? = nil
  ) -> PaneLine {
    PaneLine(
      .text(name, .text), .column(column), .text(value, Style(role)), opens: opens)
  }

  /// The words alone, for copying.
  var text: String {
    pieces.map { piece in
      switch piece {
      case .text(let text, _): text
      case .bar: ""
      case .column: " "
      }
    }.joined().trimmed
  }

  /// Draws it in `width` columns, what is longer cut with an ellipsis.
  func draw(
    on screen: inout Screen, column: Int, row: Int, width: Int, isSelected: Bool, glyphs: Glyphs
  ) {
    var place = column
    let edge = column + width
    for piece in pieces where place < edge {
      switch piece {
      case .column(let wanted): place = max(place + (place > column ? 1 : 0), column + wanted)
      case .bar(let fraction, let barWidth, let role):
        let fitting = min(barWidth, edge - place)
        screen.bar(
          fraction, column: place, row: row, width: fitting, style: Style(role), glyphs: glyphs)
        place += fitting
      case .text(let text, let style):
        let cut = TextWidth.cut(text, to: edge - place, glyphs: glyphs)
        place += screen.put(cut, column: place, row: row, limit: edge - place, style: style)
      }
    }
    if isSelected {
      screen.select(Rectangle(column: column, row: row, columns: width, rows: 1))
    }
  }
}

extension AppModel {
  /// The first line to draw so that the selected one is in view.
  static func firstLine(selected: Int, count: Int, rows: Int) -> Int {
    guard count > rows else { return 0 }
    return min(max(0, selected - rows / 2), count - rows)
  }

  /// The lines of a pane that can be opened, as places in it.
  static func openable(_ lines: [PaneLine]) -> [Int] {
    lines.indices.filter { lines[$0].opens != nil }
  }
}
