/// The look of every style on one terminal: a theme, brought to a depth of colour.
///
/// ```swift
/// let skin = Skin(theme: theme, depth: .indexed)
/// let look = skin[cell.style]
/// ```
public struct Skin: Hashable, Sendable {
  public let theme: Theme
  public let depth: ColorDepth
  private let looks: [Style: CellLook]

  /// - Parameters:
  ///   - usesThemeBackground: cells have the theme's background and foreground, not the terminal's.
  ///     Has no effect below 256 colours.
  ///   - canStrikeThrough: the terminal has the attribute; else what would be struck out is
  ///     reversed where there is no colour, and plain where there is.
  public init(
    theme: Theme, depth: ColorDepth, usesThemeBackground: Bool = false,
    canStrikeThrough: Bool = true
  ) {
    self.theme = theme
    self.depth = depth
    var looks: [Style: CellLook] = [:]
    for role in Role.allCases {
      for isSelected in [false, true] {
        let style = Style(role, isSelected: isSelected)
        var look = Self.look(
          style, theme: theme, depth: depth, usesThemeBackground: usesThemeBackground)
        if !canStrikeThrough, look.attributes.remove(.strikethrough) != nil, depth == .none {
          look.attributes.insert(.reverse)
        }
        looks[style] = look
      }
    }
    self.looks = looks
  }

  public subscript(style: Style) -> CellLook { looks[style] ?? CellLook() }

  private static func look(
    _ style: Style, theme: Theme, depth: ColorDepth, usesThemeBackground: Bool
  ) -> CellLook {
    switch depth {
    case .none: return colorless(theme.roles[style.role], isSelected: style.isSelected)
    case .eight, .sixteen: return named(theme.roles[style.role], style, depth: depth)
    case .indexed, .direct: break
    }
    let role = theme.roles[style.role]
    let colors = theme.colors(of: style)
    let hasBackground = role.background != nil || style.isSelected || usesThemeBackground
    let hasForeground = role.foreground != nil || hasBackground
    func color(_ color: RGB) -> TerminalColor {
      depth == .direct ? .direct(color) : .indexed(nearest: color)
    }
    return CellLook(
      foreground: hasForeground ? color(colors.foreground) : .standard,
      background: hasBackground ? color(colors.background) : .standard,
      attributes: role.attributes)
  }

  /// With the user's own 16 colours, or the first 8 of them and bold for the bright ones.
  private static func named(
    _ role: RoleLook, _ style: Style, depth: ColorDepth
  ) -> CellLook {
    var look = CellLook(attributes: role.sixteenAttributes ?? role.attributes)
    if let color = role.sixteen {
      let isBright = color.rawValue >= 8
      look.foreground = .indexed(depth == .eight ? color.rawValue % 8 : color.rawValue)
      if depth == .eight, isBright { look.attributes.insert(.bold) }
    }
    if style.isSelected { look.attributes.select() }
    return look
  }

  private static func colorless(_ role: RoleLook, isSelected: Bool) -> CellLook {
    var look = CellLook(attributes: role.colorless)
    if isSelected { look.attributes.select() }
    return look
  }
}

extension Attributes {
  /// Reverses; what is reversed already becomes bold and underlined instead.
  fileprivate mutating func select() {
    if contains(.reverse) { formUnion([.bold, .underline]) } else { insert(.reverse) }
    remove(.dim)
  }
}
