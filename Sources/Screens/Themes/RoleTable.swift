/// Which look each role has.
public struct RoleTable: Hashable, Sendable {
  /// What accepted and rejected are told apart by.
  public enum OutcomeHues: String, Hashable, Sendable, CaseIterable {
    /// Told apart by nearly everyone.
    case blueOrange = "blue-orange"
    /// The habit of many, for those who can tell them apart.
    case greenRed = "green-red"
  }

  private var looks: [Role: RoleLook]
  /// Laid under what is selected: its background; with 16 colours or none what is selected is
  /// reversed.
  public var selection: ThemeColor

  public subscript(role: Role) -> RoleLook {
    get { looks[role] ?? RoleLook() }
    set { looks[role] = newValue }
  }

  /// The look of every role where no roles file says otherwise.
  public static let standard = RoleTable(
    looks: [
      .text: RoleLook(),
      .faint: RoleLook(.base04, sixteenAttributes: .dim, colorless: .dim),
      .title: RoleLook(nil, .bold, colorless: .bold),
      .border: RoleLook(.base03, sixteenAttributes: .dim),
      .focusedBorder: RoleLook(nil, .bold, colorless: .bold),
      .key: RoleLook(.base06, on: .slot(.base01), .bold, colorless: .bold),
      .status: RoleLook(.base05, on: .slot(.base01)),
      .accepted: RoleLook(.base0D, .bold, sixteen: .brightBlue, colorless: .bold),
      .rejected: RoleLook(.base09, .strikethrough, sixteen: .yellow, colorless: .strikethrough),
      .corrected: RoleLook(.base0E, .underline, sixteen: .magenta, colorless: .underline),
      .bonus: RoleLook(
        .base0C, [.bold, .underline], sixteen: .cyan, colorless: [.bold, .underline]),
      .unreached: RoleLook(.base04, sixteenAttributes: .dim, colorless: .dim),
      .pending: RoleLook(.base04),
      .warning: RoleLook(.base0A, .bold, sixteen: .brightYellow, colorless: .reverse),
      .bar: RoleLook(.base0B, sixteen: .green),
      .barEmpty: RoleLook(.base03, sixteenAttributes: .dim, colorless: .dim),
      .heading: RoleLook(nil, .bold, colorless: .bold),
      .number: RoleLook(),
      .prompt: RoleLook(.base04),
      .match: RoleLook(
        .base00, on: .slot(.base0A), sixteen: .yellow, sixteenAttributes: .reverse,
        colorless: [.reverse, .underline]),
      .shade1: shade(7, sixteen: .dim),
      .shade2: shade(15),
      .shade3: shade(23),
      .shade4: shade(31, sixteen: .bold),
      .shade5: shade(39, sixteen: [.bold, .underline]),
    ],
    selection: .slot(.base02))

  /// Text on a background that grows towards the first hue; the attributes alone where there is no
  /// gradient.
  private static func shade(_ percent: Int, sixteen: Attributes = []) -> RoleLook {
    RoleLook(
      .base07, on: .blend(.base00, .base0D, percent: percent), sixteenAttributes: sixteen,
      colorless: sixteen)
  }

  /// The same table with the outcomes in other hues.
  public func with(_ hues: OutcomeHues) -> RoleTable {
    guard hues == .greenRed else { return self }
    var table = self
    table[.accepted].foreground = .slot(.base0B)
    table[.accepted].sixteen = .brightGreen
    table[.rejected].foreground = .slot(.base08)
    table[.rejected].sixteen = .red
    table[.bar].foreground = .slot(.base0D)
    table[.bar].sixteen = .blue
    return table
  }
}
