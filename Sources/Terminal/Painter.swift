import CTerminal
import Screens

/// Puts screens on the open terminal: compares with the one before and hands runs of changed cells
/// to ncurses.
struct Painter {
  /// What ncurses needs to know of a style.
  private struct Ink {
    var attributes: UInt32
    var pair: Int32
  }

  private struct ColorPair: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let isUTF8: Bool
  private let hasColors: Bool
  private var looks: LookTable
  private var inks: [Style: Ink] = [:]
  private var pairs: [ColorPair: Int32] = [:]
  private var shown: Screen?
  private var run: [ct_cell] = []

  init(isUTF8: Bool, hasColors: Bool, looks: @escaping LookTable) {
    self.isUTF8 = isUTF8
    self.hasColors = hasColors
    self.looks = looks
  }

  mutating func setLooks(_ looks: @escaping LookTable) {
    self.looks = looks
    inks = [:]
    pairs = [:]
    ct_screen_pairs_forget()
    forgetShown()
  }

  /// The next `paint` hands over every cell.
  mutating func forgetShown() { shown = nil }

  /// Cells beyond the terminal's own size are not drawn.
  mutating func paint(_ screen: Screen, terminalSize: Size) {
    let before = shown.flatMap { $0.size == screen.size ? $0 : nil }
    for row in 0..<min(screen.size.rows, terminalSize.rows) {
      paint(
        row: row, of: screen, before: before, edge: min(screen.size.columns, terminalSize.columns))
    }
    shown = screen
    let cursor = screen.cursor.flatMap { point in
      point.column < terminalSize.columns && point.row < terminalSize.rows ? point : nil
    }
    ct_screen_cursor(
      Int32(cursor?.column ?? 0), Int32(cursor?.row ?? terminalSize.rows - 1), cursor != nil)
    ct_screen_flush()
  }

  private mutating func paint(row: Int, of screen: Screen, before: Screen?, edge: Int) {
    var column = 0
    while column < edge {
      guard isChanged(column, row, screen, before) else {
        column += 1
        continue
      }
      // A wide character is sent whole, whichever half changed.
      let start = column > 0 && screen[column, row].isContinuation ? column - 1 : column
      run.removeAll(keepingCapacity: true)
      var end = start
      while end < edge, end <= column || isChanged(end, row, screen, before) {
        end += append(screen, column: end, row: row, edge: edge)
      }
      ct_screen_put(Int32(start), Int32(row), run, Int32(run.count))
      column = end
    }
  }

  private func isChanged(_ column: Int, _ row: Int, _ screen: Screen, _ before: Screen?) -> Bool {
    guard let before else { return true }
    return before[column, row] != screen[column, row]
  }

  /// Adds one character to the run; returns the columns it takes.
  private mutating func append(_ screen: Screen, column: Int, row: Int, edge: Int) -> Int {
    let cell = screen[column, row]
    let isWide = column + 1 < edge && screen[column + 1, row].isContinuation
    let ink = ink(of: cell.style)
    var made = ct_cell()
    made.attributes = ink.attributes
    made.pair = ink.pair
    let width: Int32 = isWide ? 2 : 1
    if cell.isContinuation {
      // A half without its other half: a programmer's slip must not shift the line.
      made.scalars.0 = 0x20
    } else if isPrintableASCII(cell.scalar) || ct_scalar_width(cell.scalar.value) == width {
      made.scalars.0 = cell.scalar.value
      setCombining(cell.combining, of: &made)
    } else {
      // The C library gives it another width, or cannot print it: keep the columns.
      made.scalars.0 = isUTF8 ? 0xfffd : 0x3f
      run.append(made)
      guard isWide else { return 1 }
      made.scalars.0 = 0x20
      run.append(made)
      return 2
    }
    run.append(made)
    return isWide && !isPrintableASCII(cell.scalar) ? 2 : 1
  }

  private func isPrintableASCII(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7f).contains(scalar.value)
  }

  /// Only what every terminal adds to the character before it: joiners and presentation selectors
  /// change widths here and not there, so they stay away.
  private func setCombining(_ scalars: [Unicode.Scalar], of made: inout ct_cell) {
    let riding = scalars.lazy.map(\.value).filter { value in
      value != 0x200d && !(0xfe00...0xfe0f).contains(value) && ct_scalar_width(value) == 0
    }
    withUnsafeMutableBytes(of: &made.scalars) { bytes in
      let places = bytes.bindMemory(to: UInt32.self)  // the tuple is five UInt32 in a row
      for (place, value) in zip(1..<places.count, riding) { places[place] = value }
    }
  }

  // MARK: Looks

  private mutating func ink(of style: Style) -> Ink {
    if let known = inks[style] { return known }
    let look = looks(style)
    var attributes = attributeBits(look.attributes)
    let foreground = colorNumber(look.foreground, &attributes)
    var ignored: UInt32 = 0
    let background = colorNumber(look.background, &ignored)
    let ink = Ink(
      attributes: attributes,
      pair: pair(ColorPair(foreground: foreground, background: background)))
    inks[style] = ink
    return ink
  }

  private func attributeBits(_ attributes: Attributes) -> UInt32 {
    var bits: UInt32 = 0
    if attributes.contains(.bold) { bits |= CT_BOLD.rawValue }
    if attributes.contains(.dim) { bits |= CT_DIM.rawValue }
    if attributes.contains(.underline) { bits |= CT_UNDERLINE.rawValue }
    if attributes.contains(.reverse) { bits |= CT_REVERSE.rawValue }
    // ncurses cannot strike out; without colours the meaning needs another attribute.
    if attributes.contains(.strikethrough), !hasColors { bits |= CT_REVERSE.rawValue }
    return bits
  }

  /// The number terminfo's colour strings take; -1 is the terminal's own colour. A look made for
  /// more colours than the terminal has comes as near as it can: 24 bits by the nearest of 256, the
  /// bright colours on a terminal of eight by bold.
  private func colorNumber(_ color: TerminalColor, _ attributes: inout UInt32) -> Int32 {
    guard hasColors else { return -1 }
    let count = Int(ct_screen_color_count())
    let isDirect = count > 256
    switch color {
    case .standard: return -1
    case .indexed(let index) where index < 8 || (!isDirect && Int(index) < count):
      return Int(index) < count ? Int32(index) : -1
    case .indexed(let index) where index < 16:
      guard count >= 8 else { return -1 }
      attributes |= CT_BOLD.rawValue
      return Int32(index) - 8
    case .indexed(let index):
      return isDirect ? Self.directNumber(paletteIndex: Int32(index)) : -1
    case .direct(let color):
      if isDirect { return Self.directNumber(color) }
      return count == 256 ? colorNumber(.indexed(nearest: color), &attributes) : -1
    }
  }

  /// Numbers below 8 would mean the palette's colours.
  private static func directNumber(_ color: RGB) -> Int32 {
    max(8, Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue))
  }

  /// The colour xterm gives an index from 16 on: a 6×6×6 cube and a grey ramp.
  private static func directNumber(paletteIndex index: Int32) -> Int32 {
    if index >= 232 { return (8 + 10 * (index - 232)) * 0x01_0101 }
    let place = index - 16
    let levels = [place / 36, place / 6 % 6, place % 6].map { $0 == 0 ? 0 : 55 + 40 * $0 }
    return max(8, levels[0] << 16 | levels[1] << 8 | levels[2])
  }

  private mutating func pair(_ colors: ColorPair) -> Int32 {
    if colors.foreground == -1, colors.background == -1 { return 0 }
    if let known = pairs[colors] { return known }
    let number = Int32(pairs.count + 1)
    guard number < ct_screen_pair_count(),
      ct_screen_pair_define(number, colors.foreground, colors.background)
    else { return 0 }
    pairs[colors] = number
    return number
  }
}
