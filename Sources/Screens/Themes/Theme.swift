/// A scheme with the looks of our roles: what `--theme` names.
public struct Theme: Hashable, Sendable {
  /// As on the command line.
  public var name: String
  public var scheme: Scheme
  public var roles: RoleTable

  public init(name: String, scheme: Scheme, roles: RoleTable = .standard) {
    self.name = name
    self.scheme = scheme
    self.roles = roles
  }

  /// The two colours of a style, as chosen for a theme's own background.
  struct Colors: Hashable {
    var foreground: RGB
    var background: RGB
  }

  /// What a style looks like on the theme's own background.
  ///
  /// On any other background than that (selection, shading, matches) a foreground that cannot be
  /// read gives way to the clearest of the scheme's plain ones.
  func colors(of style: Style) -> Colors {
    let look = roles[style.role]
    let plain = scheme[.base00]
    let background =
      style.isSelected ? roles.selection : look.background
    let behind = background?.color(in: scheme) ?? plain
    // A foreground made for the role's own background says nothing on the selection's.
    let isDisplaced = style.isSelected && look.background != nil
    let wanted = (isDisplaced ? nil : look.foreground)?.color(in: scheme) ?? scheme[.base05]
    guard background != nil, wanted.contrast(with: behind) < Self.readableContrast else {
      return Colors(foreground: wanted, background: behind)
    }
    let candidates = [wanted] + [Slot.base05, .base07, .base00].map { scheme[$0] }
    let clearest = candidates.max { $0.contrast(with: behind) < $1.contrast(with: behind) }
    return Colors(foreground: clearest ?? wanted, background: behind)
  }

  /// WCAG 2.2's bound for text of ordinary size.
  static let readableContrast = 4.5
}
