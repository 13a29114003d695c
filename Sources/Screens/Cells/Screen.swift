/// A whole screen as a value: what a back end puts on a terminal, a file or a test.
public struct Screen: Hashable, Sendable {
  public let size: Size
  /// [row][column], row after row.
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor rests: on the focus, so that screen readers find it.
  public var cursor: Point?

  public init(size: Size) {
    precondition(size.columns > 0 && size.rows > 0, "a screen has at least one cell")
    self.size = size
    cells = [Cell](repeating: .blank, count: size.columns * size.rows)
  }

  public subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }
}
