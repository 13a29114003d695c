/// A slot of a base16 or base24 scheme. What each is for: base00 to base07 run from the background
/// to the strongest foreground, base08 to base0F are hues, base10 to base17 base24's additions.
public enum Slot: String, Hashable, Sendable, CaseIterable, Comparable {
  case base00, base01, base02, base03, base04, base05, base06, base07
  case base08, base09, base0A, base0B, base0C, base0D, base0E, base0F
  case base10, base11, base12, base13, base14, base15, base16, base17

  /// What stands in for a base24 slot in a base16 scheme; nil for the slots every scheme has.
  var standIn: Slot? {
    switch self {
    case .base10, .base11: .base00
    case .base12: .base08
    case .base13: .base0A
    case .base14: .base0B
    case .base15: .base0C
    case .base16: .base0D
    case .base17: .base0E
    default: nil
    }
  }

  /// Case does not count: "base0d" is base0D.
  init?(named name: String) {
    guard name.count == 6, name.lowercased().hasPrefix("base") else { return nil }
    self.init(rawValue: "base" + name.dropFirst(4).uppercased())
  }

  public static func < (left: Slot, right: Slot) -> Bool { left.rawValue < right.rawValue }
}

/// The colours of a base16 or base24 scheme.
public struct Scheme: Hashable, Sendable {
  public enum Variant: String, Hashable, Sendable { case dark, light }

  public let name: String
  public let author: String
  public let variant: Variant
  private let colors: [Slot: RGB]

  /// - Parameter colors: the sixteen slots of base16 at least.
  init(name: String, author: String, variant: Variant? = nil, colors: [Slot: RGB]) {
    precondition(
      Slot.allCases.allSatisfy { $0.standIn != nil || colors[$0] != nil }, "sixteen colours")
    self.name = name
    self.author = author
    self.colors = colors
    let background = colors[.base00] ?? RGB(0, 0, 0)
    self.variant = variant ?? (background.relativeLuminance > 0.18 ? .light : .dark)
  }

  public subscript(slot: Slot) -> RGB {
    colors[slot] ?? slot.standIn.flatMap { colors[$0] } ?? RGB(0, 0, 0)
  }
}
