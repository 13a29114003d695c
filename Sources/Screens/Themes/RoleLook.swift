/// A colour of a scheme, or a mixture of two.
public enum ThemeColor: Hashable, Sendable {
  case slot(Slot)
  /// `percent` of the second in the first, mixed in sRGB: for shading.
  case blend(Slot, Slot, percent: Int)

  func color(in scheme: Scheme) -> RGB {
    switch self {
    case .slot(let slot): scheme[slot]
    case .blend(let first, let second, let percent):
      scheme[first].mixed(with: scheme[second], percent: percent)
    }
  }
}

/// The colours a terminal of 16 has names for; the values are its palette numbers.
public enum AnsiColor: UInt8, Hashable, Sendable, CaseIterable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow
  case brightBlue, brightMagenta, brightCyan, brightWhite

  /// "blue", "bright-blue".
  public var name: String {
    let plain = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    return rawValue < 8 ? plain[Int(rawValue)] : "bright-" + plain[Int(rawValue) - 8]
  }
}

/// What a role looks like, for every depth of colour.
public struct RoleLook: Hashable, Sendable {
  /// Nil: the terminal's own, or the theme's when it sets the background.
  public var foreground: ThemeColor?
  public var background: ThemeColor?
  public var attributes: Attributes
  /// The foreground where there are 16 colours or 8; nil: the terminal's own.
  public var sixteen: AnsiColor?
  /// Attributes where there are 16 colours or 8; nil: `attributes`.
  public var sixteenAttributes: Attributes?
  /// Attributes where there is no colour at all.
  public var colorless: Attributes

  public init(
    _ foreground: Slot? = nil, on background: ThemeColor? = nil, _ attributes: Attributes = [],
    sixteen: AnsiColor? = nil, sixteenAttributes: Attributes? = nil, colorless: Attributes = []
  ) {
    self.foreground = foreground.map { .slot($0) }
    self.background = background
    self.attributes = attributes
    self.sixteen = sixteen
    self.sixteenAttributes = sixteenAttributes
    self.colorless = colorless
  }
}
