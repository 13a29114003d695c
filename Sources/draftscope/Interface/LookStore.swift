import FoundationEssentials
import Screens
import Terminal

/// The theme in force, brought to the depth of the terminal's colours.
final class LookStore {
  private(set) var theme: Theme
  let depth: ColorDepth
  private let usesThemeBackground: Bool
  private let library: ThemeLibrary

  init(library: ThemeLibrary, theme: Theme, depth: ColorDepth, usesThemeBackground: Bool) {
    self.library = library
    self.theme = theme
    self.depth = depth
    self.usesThemeBackground = usesThemeBackground
  }

  func choose(_ name: String) throws { theme = try library.theme(named: name) }

  var table: LookTable {
    let skin = Skin(theme: theme, depth: depth, usesThemeBackground: usesThemeBackground)
    return { skin[$0] }
  }
}
