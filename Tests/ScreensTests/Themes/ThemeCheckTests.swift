import Testing
import Tokens

@testable import Screens

struct ThemeCheckTests {
  private func theme(_ name: String) throws -> Theme {
    let text = try #require(BuiltInThemes.text(named: name))
    return Theme(name: name, scheme: try Scheme.read(text, file: name).scheme)
  }

  @Test(arguments: BuiltInThemes.names)
  func ourThemesPass(name: String) throws {
    #expect(ThemeCheck(try theme(name)).warnings == [])
  }

  @Test(arguments: BuiltInThemes.names)
  func outcomesKeepTheirColoursUnderTheCursor(name: String) throws {
    let theme = try theme(name)
    for role in [Role.accepted, .rejected, .corrected, .bonus, .unreached, .pending] {
      #expect(
        theme.colors(of: Style(role, isSelected: true)).foreground
          == theme.colors(of: Style(role)).foreground, "\(role)")
    }
  }

  @Test func theHighContrastThemeReachesSeven() throws {
    for row in ThemeCheck(try theme("high-contrast")).contrasts where row.isText {
      #expect(row.ratio >= 7, "\(row.role)")
    }
  }

  @Test func contrastRunsFromOneTo21() {
    #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 1e-9)
    #expect(RGB(9, 9, 9).contrast(with: RGB(9, 9, 9)) == 1)
    // #767676 on white: the darkest grey that is known to fail by nothing.
    #expect(abs(RGB(0x76, 0x76, 0x76).contrast(with: RGB(255, 255, 255)) - 4.54) < 0.005)
  }

  @Test func labOfKnownColours() {
    let white = LinearColor(RGB(255, 255, 255)).lab
    #expect(abs(white.lightness - 100) < 0.01 && abs(white.a) < 0.02 && abs(white.b) < 0.02)
    // sRGB red is L 53.24, a 80.09, b 67.20 under D65.
    let red = LinearColor(RGB(255, 0, 0)).lab
    #expect(abs(red.lightness - 53.24) < 0.01)
    #expect(abs(red.a - 80.09) < 0.02 && abs(red.b - 67.20) < 0.02)
  }

  @Test func redAndGreenComeCloseWhereBlueAndOrangeDoNot() {
    let (red, green) = (RGB(0xC0, 0x40, 0x30), RGB(0x60, 0x80, 0x20))
    let (blue, orange) = (RGB(0x6C, 0xB2, 0xFF), RGB(0xFF, 0xA2, 0x4C))
    #expect(ColorVision.deuteranopia.distance(red, green) < 30)
    for vision in ColorVision.allCases { #expect(vision.distance(blue, orange) > 40) }
  }

  @Test func greysLookAlikeToAll() {
    let (one, two) = (RGB(100, 100, 100), RGB(150, 150, 150))
    let plain = LinearColor(one).distance(to: LinearColor(two))
    for vision in ColorVision.allCases {
      #expect(abs(vision.distance(one, two) - plain) < 0.1)
    }
  }

  @Test func anySixteenColoursGiveAReadableTableOrAWarning() {
    var state: UInt64 = 3
    for _ in 0..<200 {
      var colors: [Slot: RGB] = [:]
      for slot in Slot.allCases.prefix(16) {
        state = KeyedRandomness.mix(state)
        colors[slot] = RGB(
          UInt8(truncatingIfNeeded: state), UInt8(truncatingIfNeeded: state >> 8),
          UInt8(truncatingIfNeeded: state >> 16))
      }
      let theme = Theme(name: "any", scheme: Scheme(name: "any", author: "", colors: colors))
      let warnings = ThemeCheck(theme).warnings
      for role in Role.allCases where role != .border && role != .barEmpty {
        let colors = theme.colors(of: Style(role))
        let isReadable = colors.foreground.contrast(with: colors.background) >= 4.5
        let isWarned = warnings.contains { $0.hasPrefix("\(role.rawValue) is hard to read") }
        #expect(isReadable != isWarned)
      }
      let (accepted, rejected) = (
        theme.colors(of: Style(.accepted)).foreground, theme.colors(of: Style(.rejected)).foreground
      )
      for vision in ColorVision.allCases {
        let isWarned = warnings.contains { $0.contains("with \(vision.rawValue)") }
        #expect((vision.distance(accepted, rejected) >= 25) != isWarned)
      }
      for depth in ColorDepth.allCases { _ = Skin(theme: theme, depth: depth) }
    }
  }

  @Test func theReportNamesEveryRole() throws {
    let text = ThemeCheck(try theme("dark")).text
    for role in Role.allCases { #expect(text.contains("  \(role.rawValue) ")) }
    #expect(text.hasSuffix("dark: all values are good"))
  }

  @Test func aThemeThatCannotTellOutcomesApartIsWarnedOf() throws {
    var theme = try theme("dark")
    theme.roles[.rejected].foreground = .slot(.base0D)
    theme.roles[.text].foreground = .slot(.base02)
    #expect(
      ThemeCheck(theme).warnings == [
        "text is hard to read: contrast 1.6, 4.5 is needed",
        "accepted and rejected look alike with protanopia: distance 0.0, 25.0 is needed",
        "accepted and rejected look alike with deuteranopia: distance 0.0, 25.0 is needed",
        "accepted and rejected look alike with tritanopia: distance 0.0, 25.0 is needed",
      ])
  }

  @Test func greenAndRedAreThereForThoseWhoWantThem() throws {
    let roles = RoleTable.standard.with(.greenRed)
    #expect(roles[.accepted].foreground == .slot(.base0B))
    #expect(roles[.rejected].sixteen == .red)
    #expect(RoleTable.standard.with(.blueOrange) == .standard)
  }
}
