/// What a cell means. A theme gives each role its colours and attributes; nothing outside the
/// theme code names a colour.
public enum Role: String, Hashable, Sendable, CaseIterable, Codable {
  case text, faint, title, border, focusedBorder, key, status
  // Outcomes.
  case accepted, rejected, corrected, bonus, unreached, pending
  case warning, bar, barEmpty, heading, number, prompt, match
  // Five steps of shading for heat and probability.
  case shade1, shade2, shade3, shade4, shade5
}

/// A role, and what is laid over it.
public struct Style: Hashable, Sendable {
  public var role: Role
  /// Under the cursor.
  public var isSelected: Bool

  public init(_ role: Role, isSelected: Bool = false) {
    self.role = role
    self.isSelected = isSelected
  }

  public static let text = Style(.text)
}

/// One place on the screen. A wide character is followed by a `continuation` cell; combining
/// characters ride in `combining`.
public struct Cell: Hashable, Sendable {
  public var scalar: Unicode.Scalar
  public var combining: [Unicode.Scalar]
  public var style: Style
  public var isContinuation: Bool

  public init(
    _ scalar: Unicode.Scalar, combining: [Unicode.Scalar] = [], style: Style = .text,
    isContinuation: Bool = false
  ) {
    self.scalar = scalar
    self.combining = combining
    self.style = style
    self.isContinuation = isContinuation
  }

  public static let blank = Cell(" ")
}

public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

public struct Point: Hashable, Sendable {
  public var column: Int
  public var row: Int

  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells' places. Empty when it has no columns or rows.
public struct Rectangle: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  public func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < column + columns && point.row >= row
      && point.row < row + rows
  }
}
