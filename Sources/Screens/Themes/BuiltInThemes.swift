/// The themes of the folder `themes`, compiled in, so that the program finds them wherever it is
/// installed and run. A test compares the two.
public enum BuiltInThemes {
  public static let names = ["dark", "light", "high-contrast", "mono"]

  /// The scheme file of a name, as YAML.
  public static func text(named name: String) -> String? {
    switch name {
    case "dark": dark
    case "light": light
    case "high-contrast": highContrast
    case "mono": mono
    default: nil
    }
  }

  /// The theme used when none is asked for.
  public static let standard: Theme = {
    do {
      return Theme(name: "dark", scheme: try Scheme.read(dark, file: "dark.yaml").scheme)
    } catch {
      preconditionFailure("a theme of our own is broken: \(error)")
    }
  }()

  private static let dark = """
    system: "base16"
    name: "Draftscope Dark"
    author: "Draftscope"
    variant: "dark"
    palette:
      base00: "#16181d"
      base01: "#22262e"
      base02: "#343a46"
      base03: "#6b7385"
      base04: "#a3abbb"
      base05: "#d6dae3"
      base06: "#e6e9ef"
      base07: "#f7f8fa"
      base08: "#ff7a85"
      base09: "#ffa24c"
      base0A: "#f2cc60"
      base0B: "#7fd48a"
      base0C: "#5cd3d8"
      base0D: "#6cb2ff"
      base0E: "#d39bff"
      base0F: "#c9a27e"

    """

  private static let light = """
    system: "base16"
    name: "Draftscope Light"
    author: "Draftscope"
    variant: "light"
    palette:
      base00: "#fbfbf9"
      base01: "#ecece7"
      base02: "#dde3ef"
      base03: "#8a8f99"
      base04: "#565c68"
      base05: "#262a31"
      base06: "#181b20"
      base07: "#0a0c0f"
      base08: "#b3202c"
      base09: "#984200"
      base0A: "#6f5200"
      base0B: "#1f6f33"
      base0C: "#00646d"
      base0D: "#0b53b8"
      base0E: "#7a2fae"
      base0F: "#74502a"

    """

  private static let highContrast = """
    system: "base16"
    name: "Draftscope High Contrast"
    author: "Draftscope"
    variant: "dark"
    palette:
      base00: "#000000"
      base01: "#1c1c1c"
      base02: "#003a70"
      base03: "#a0a0a0"
      base04: "#d0d0d0"
      base05: "#ffffff"
      base06: "#ffffff"
      base07: "#ffffff"
      base08: "#ff8c8c"
      base09: "#ffb000"
      base0A: "#ffff00"
      base0B: "#66ff66"
      base0C: "#00ffff"
      base0D: "#7db8ff"
      base0E: "#ff9dff"
      base0F: "#e0c080"

    """

  private static let mono = """
    system: "base16"
    name: "Draftscope Mono"
    author: "Draftscope"
    variant: "dark"
    palette:
      base00: "#101010"
      base01: "#1e1e1e"
      base02: "#2a2a2a"
      base03: "#707070"
      base04: "#a0a0a0"
      base05: "#d0d0d0"
      base06: "#e0e0e0"
      base07: "#ffffff"
      base08: "#969696"
      base09: "#969696"
      base0A: "#ffffff"
      base0B: "#f0f0f0"
      base0C: "#e8e8e8"
      base0D: "#f8f8f8"
      base0E: "#c4c4c4"
      base0F: "#b0b0b0"

    """
}
