/// Running text whose characters know their look and their token, wrapped into lines.
struct StyledText {
  struct Glyph: Hashable {
    var glyph: CellGlyph
    var style: Style
    /// The committed token it belongs to; nil in the prompt.
    var token: Int?
  }

  private(set) var lines: [[Glyph]] = []
  private var line: [Glyph] = []
  private var columns = 0
  private var lastSpace: Int?
  private let width: Int

  init(width: Int) { self.width = max(2, width) }

  mutating func add(_ text: String, style: Style, token: Int?) {
    for glyph in CellGlyph.all(of: text) {
      add(Glyph(glyph: glyph, style: style, token: token))
    }
  }

  mutating func breakLine() {
    lines.append(line)
    (line, columns, lastSpace) = ([], 0, nil)
  }

  /// Ends the text.
  mutating func finish() { breakLine() }

  private mutating func add(_ glyph: Glyph) {
    if columns + glyph.glyph.columns > width {
      if glyph.glyph.isSpace {
        // A blank that does not fit ends the line and stays on it.
        breakLine()
        return
      }
      if let space = lastSpace, space + 1 < line.count {
        let rest = Array(line[(space + 1)...])
        line.removeSubrange((space + 1)...)
        breakLine()
        line = rest
        columns = rest.reduce(0) { $0 + $1.glyph.columns }
      } else {
        breakLine()
      }
    }
    if glyph.glyph.isSpace { lastSpace = line.count }
    line.append(glyph)
    columns += glyph.glyph.columns
  }
}
