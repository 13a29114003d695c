/// A colour in the form that a terminal of some depth takes.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// A number of the terminal's palette: 0 ... 7, 0 ... 15 or 0 ... 255.
  case indexed(UInt8)
  case direct(RGB)
}

public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let underline = Attributes(rawValue: 4)
  public static let reverse = Attributes(rawValue: 8)
  public static let strikethrough = Attributes(rawValue: 16)
}

/// How a cell of some style looks on a terminal of some depth: what a painter needs.
public struct CellLook: Hashable, Sendable {
  public var foreground: TerminalColor
  public var background: TerminalColor
  public var attributes: Attributes

  public init(
    foreground: TerminalColor = .standard, background: TerminalColor = .standard,
    attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
