/// One thing a person did at the keyboard or mouse, as the terminal back end reports it.
public enum Key: Hashable, Sendable {
  /// A printable character, a space included.
  case character(Unicode.Scalar)
  /// Ctrl with a lower-case letter.
  case control(Character)
  case up, down, left, right, home, end, pageUp, pageDown
  case enter, escape, tab, backTab, backspace, delete, insert
  /// F1 is 1.
  case function(Int)
  case mouse(MouseEvent)
  /// Bracketed paste: data, never commands.
  case paste(String)
}

public struct MouseEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case press, release, wheelUp, wheelDown }

  public var kind: Kind
  public var point: Point

  public init(kind: Kind, point: Point) {
    self.kind = kind
    self.point = point
  }
}
