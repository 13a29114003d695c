/// Columns that text takes on a screen, by our own table, so that a locale cannot change it.
///
/// A combining mark shares the cell of its base. Control, format, bidirectional and other
/// zero-width characters take no column and are never drawn (`TokenText` shows them as marks), so a
/// joined emoji is drawn as its parts: what terminals that cannot join show, by Unicode
/// Technical Standard 51, section 2.
public enum TextWidth {
  /// Which end of a text is lost when it is cut.
  public enum End: Sendable {
    case head, tail
  }

  /// 0, 1 or 2.
  public static func columns(_ scalar: Unicode.Scalar) -> Int {
    ScalarShape(scalar).columns
  }

  public static func columns(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return CellGlyph.all(of: text).reduce(0) { $0 + $1.columns }
  }

  /// `text` if it fits in `columns`, else as much of it as fits beside an ellipsis at the end that
  /// was cut. Never wider than `columns`.
  public static func cut(
    _ text: String, to columns: Int, from end: End = .tail, glyphs: Glyphs
  ) -> String {
    guard columns > 0 else { return "" }
    let parts = CellGlyph.all(of: text)
    guard parts.reduce(0, { $0 + $1.columns }) > columns else { return text }
    let ellipsis = Self.columns(glyphs.ellipsis) <= columns ? glyphs.ellipsis : ""
    let room = columns - Self.columns(ellipsis)
    switch end {
    case .tail: return CellGlyph.text(of: prefix(of: parts, columns: room)) + ellipsis
    case .head:
      let kept = prefix(of: parts.reversed(), columns: room).reversed()
      return ellipsis + CellGlyph.text(of: Array(kept))
    }
  }

  /// Lines of at most `columns`, broken at spaces where there are any, and at line feeds. The
  /// spaces at a break are dropped; a word wider than a line is broken inside.
  public static func wrap(_ text: String, columns: Int) -> [String] {
    precondition(columns > 0, "a line has at least one column")
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      wrapLine(CellGlyph.all(of: String($0)), columns: columns)
    }
  }

  /// `text` cut or padded with blanks to exactly `columns`.
  public static func fit(
    _ text: String, columns: Int, alignsRight: Bool = false, glyphs: Glyphs
  ) -> String {
    let shown = cut(text, to: columns, glyphs: glyphs)
    let blanks = String(repeating: " ", count: max(0, columns - Self.columns(shown)))
    return alignsRight ? blanks + shown : shown + blanks
  }

  private static func prefix(of glyphs: [CellGlyph], columns: Int) -> [CellGlyph] {
    var used = 0
    return Array(
      glyphs.prefix {
        used += $0.columns
        return used <= columns
      })
  }

  private static func wrapLine(_ glyphs: [CellGlyph], columns: Int) -> [String] {
    var lines: [String] = []
    var line: [CellGlyph] = []
    var width = 0
    /// Where the last space of `line` stands.
    var lastSpace: Int?
    for glyph in glyphs {
      if width + glyph.columns > columns, !line.isEmpty {
        if glyph.isSpace {
          lines.append(CellGlyph.text(of: line))
          line = []
        } else if let space = lastSpace {
          lines.append(CellGlyph.text(of: Array(line[..<space])))
          line = Array(line[(space + 1)...])
        } else {
          lines.append(CellGlyph.text(of: line))
          line = []
        }
        width = line.reduce(0) { $0 + $1.columns }
        lastSpace = line.lastIndex { $0.isSpace }
        if glyph.isSpace { continue }
      }
      if glyph.isSpace { lastSpace = line.count }
      line.append(glyph)
      width += glyph.columns
    }
    lines.append(CellGlyph.text(of: line))
    return lines
  }
}
