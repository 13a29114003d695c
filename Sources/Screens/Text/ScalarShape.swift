/// What one scalar does to a row of cells.
enum ScalarShape {
  /// Takes one or two columns of its own.
  case spacing(columns: Int)
  /// Rides in the cell of the character before it.
  case combining
  /// Never reaches a cell: controls, format and bidirectional characters, selectors.
  case hidden

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    if value < 0x300 {
      let isControl = value < 0x20 || (value >= 0x7F && value < 0xA0)
      self = isControl || value == 0xAD ? .hidden : .spacing(columns: 1)
      return
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      self = .hidden
    case .nonspacingMark, .enclosingMark:
      self = scalar.properties.isVariationSelector || value == 0x34F ? .hidden : .combining
    default:
      if Self.isJoiningJamo(value) {
        self = .combining
      } else if Self.isInvisible(value) {
        self = .hidden
      } else {
        self = .spacing(columns: Self.isWide(scalar) ? 2 : 1)
      }
    }
  }

  var columns: Int {
    if case .spacing(let columns) = self { columns } else { 0 }
  }

  /// Vowels and final consonants of Hangul syllables written in parts.
  private static func isJoiningJamo(_ value: UInt32) -> Bool {
    (0x1160...0x11FF).contains(value) && value != 0x1160 || (0xD7B0...0xD7FB).contains(value)
  }

  /// Letters that have no ink: the Hangul fillers.
  private static func isInvisible(_ value: UInt32) -> Bool {
    value == 0x115F || value == 0x1160 || value == 0x3164 || value == 0xFFA0
  }

  /// East Asian Wide or Fullwidth, or shown as emoji unless told otherwise. The flag letters are
  /// narrow: a pair of them takes two columns, joined or not.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x1100 { return false }
    if wideRanges.contains(where: { $0.contains(value) }) { return true }
    return scalar.properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(value)
  }

  /// From EastAsianWidth.txt, classes W and F, without the emoji.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x4E00...0xA4CF, 0x3041...0x3247, 0x3250...0x4DBF, 0x2E80...0x303E, 0xAC00...0xD7A3,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1100...0x115F, 0x2329...0x232A, 0xA960...0xA97C,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0x16FE0...0x16FF1, 0x17000...0x18CD5,
    0x18D00...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD,
    0x30000...0x3FFFD,
  ]
}
