import Testing
import Tokens

@testable import Screens

struct SkinTests {
  private let theme = BuiltInThemes.standard

  @Test func outcomesLookAsAgreedWithSixteenColours() {
    let skin = Skin(theme: theme, depth: .sixteen)
    #expect(skin[Style(.accepted)] == CellLook(foreground: .indexed(12), attributes: .bold))
    #expect(skin[Style(.rejected)] == CellLook(foreground: .indexed(3), attributes: .strikethrough))
    #expect(skin[Style(.corrected)] == CellLook(foreground: .indexed(5), attributes: .underline))
    #expect(
      skin[Style(.bonus)] == CellLook(foreground: .indexed(6), attributes: [.bold, .underline]))
    #expect(skin[Style(.unreached)] == CellLook(attributes: .dim))
    #expect(skin[Style(.pending)] == CellLook())
    #expect(skin[Style(.pending, isSelected: true)] == CellLook(attributes: .reverse))
    #expect(skin[Style(.warning)].foreground == .indexed(11))
  }

  @Test func withEightColoursBrightOnesAreBold() {
    let skin = Skin(theme: theme, depth: .eight)
    #expect(skin[Style(.accepted)] == CellLook(foreground: .indexed(4), attributes: .bold))
    #expect(skin[Style(.warning)] == CellLook(foreground: .indexed(3), attributes: .bold))
    #expect(skin[Style(.rejected)].foreground == .indexed(3))
  }

  @Test func withoutColourOnlyAttributesAreLeft() {
    let skin = Skin(theme: theme, depth: .none, usesThemeBackground: true)
    for role in Role.allCases {
      for isSelected in [false, true] {
        let look = skin[Style(role, isSelected: isSelected)]
        #expect(look.foreground == .standard && look.background == .standard)
      }
    }
    #expect(skin[Style(.accepted)].attributes == .bold)
    #expect(skin[Style(.rejected)].attributes == .strikethrough)
    #expect(skin[Style(.bonus)].attributes == [.bold, .underline])
    #expect(skin[Style(.warning)].attributes == .reverse)
    #expect(skin[Style(.text, isSelected: true)].attributes == .reverse)
  }

  @Test func outcomesDifferWithoutColour() {
    for canStrikeThrough in [true, false] {
      let skin = Skin(theme: theme, depth: .none, canStrikeThrough: canStrikeThrough)
      let outcomes: [Role] = [.accepted, .rejected, .corrected, .bonus, .unreached, .pending]
      #expect(Set(outcomes.map { skin[Style($0)] }).count == outcomes.count)
    }
  }

  @Test func whereNothingCanBeStruckOutTheRejectedIsReversed() {
    let bare = Skin(theme: theme, depth: .none, canStrikeThrough: false)
    #expect(bare[Style(.rejected)].attributes == .reverse)
    let colored = Skin(theme: theme, depth: .indexed, canStrikeThrough: false)
    #expect(colored[Style(.rejected)].attributes == [])
  }

  @Test func whatIsSelectedDiffersFromWhatIsNot() {
    for depth in ColorDepth.allCases {
      let skin = Skin(theme: theme, depth: depth)
      for role in Role.allCases {
        #expect(skin[Style(role)] != skin[Style(role, isSelected: true)], "\(role) \(depth)")
      }
    }
  }

  @Test func theBackgroundIsTheTerminalsUnlessAskedFor() {
    let plain = Skin(theme: theme, depth: .direct)
    #expect(plain[.text] == CellLook())
    #expect(plain[Style(.accepted)].background == .standard)
    #expect(plain[Style(.accepted)].foreground == .direct(RGB(0x6C, 0xB2, 0xFF)))
    let themed = Skin(theme: theme, depth: .direct, usesThemeBackground: true)
    #expect(themed[.text].foreground == .direct(RGB(0xD6, 0xDA, 0xE3)))
    #expect(themed[.text].background == .direct(RGB(0x16, 0x18, 0x1D)))
  }

  @Test(
    arguments: [
      (RGB(0, 0, 0), 16), (RGB(255, 255, 255), 231), (RGB(255, 0, 0), 196), (RGB(95, 135, 175), 67),
      (RGB(8, 8, 8), 232), (RGB(238, 238, 238), 255), (RGB(128, 128, 128), 244),
      (RGB(250, 5, 5), 196),
    ] as [(RGB, UInt8)])
  func colorsAreMappedToTheNearestOf256(color: RGB, number: UInt8) {
    #expect(TerminalColor.indexed(nearest: color) == .indexed(number))
  }

  @Test func theNearestOf256IsTheNearest() {
    func color(_ number: Int) -> RGB {
      let levels = [0, 95, 135, 175, 215, 255]
      if number >= 232 {
        let grey = UInt8(8 + 10 * (number - 232))
        return RGB(grey, grey, grey)
      }
      let cube = number - 16
      return RGB(
        UInt8(levels[cube / 36]), UInt8(levels[cube / 6 % 6]), UInt8(levels[cube % 6]))
    }
    func square(_ one: UInt8, _ other: UInt8) -> Int {
      let difference = Int(one) - Int(other)
      return difference * difference
    }
    func distance(_ one: RGB, _ other: RGB) -> Int {
      square(one.red, other.red) + square(one.green, other.green) + square(one.blue, other.blue)
    }
    var state: UInt64 = 7
    for _ in 0..<500 {
      state = KeyedRandomness.mix(state)
      let wanted = RGB(
        UInt8(truncatingIfNeeded: state), UInt8(truncatingIfNeeded: state >> 8),
        UInt8(truncatingIfNeeded: state >> 16))
      guard case .indexed(let number) = TerminalColor.indexed(nearest: wanted) else { continue }
      let best = (16...255).map { distance(color($0), wanted) }.min()
      #expect(distance(color(Int(number)), wanted) == best)
    }
  }
}
