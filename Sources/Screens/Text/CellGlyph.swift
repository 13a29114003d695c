/// What one cell, or a wide one and its continuation, shows.
struct CellGlyph: Hashable {
  var scalar: Unicode.Scalar
  var combining: [Unicode.Scalar] = []
  /// 1 or 2.
  var columns: Int

  /// As many as ncurses takes in one cell beside the base.
  static let mostCombining = 4

  var isSpace: Bool { scalar == " " && combining.isEmpty }

  /// The drawable parts of a text in order. Left out: what never reaches a cell, a combining mark
  /// with no base, and the skin tone after an emoji (terminals disagree on its width).
  static func all(of text: String) -> [CellGlyph] {
    var glyphs: [CellGlyph] = []
    /// Whether the scalar just before was drawn, so that a mark can ride on it.
    var hasBase = false
    for scalar in text.unicodeScalars {
      switch ScalarShape(scalar) {
      case .hidden: break
      case .combining:
        guard hasBase, glyphs[glyphs.count - 1].combining.count < mostCombining else { continue }
        glyphs[glyphs.count - 1].combining.append(scalar)
      case .spacing(let columns):
        if hasBase, scalar.properties.isEmojiModifier,
          glyphs[glyphs.count - 1].scalar.properties.isEmojiModifierBase
        {
          continue
        }
        glyphs.append(CellGlyph(scalar: scalar, columns: columns))
        hasBase = true
      }
    }
    return glyphs
  }

  static func text(of glyphs: some Sequence<CellGlyph>) -> String {
    var scalars = String.UnicodeScalarView()
    for glyph in glyphs {
      scalars.append(glyph.scalar)
      scalars.append(contentsOf: glyph.combining)
    }
    return String(scalars)
  }
}
