/// How many colours are used.
public enum ColorDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// Attributes only: no grey either.
  case none = 0
  case eight = 8
  case sixteen = 16
  case indexed = 256
  /// 24 bit.
  case direct = 16_777_216

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What a person asked of colours: `--color`, or `color` in the configuration.
public enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, always, never
  case sixteen = "16"
  case indexed = "256"
  case truecolor
}

extension ColorDepth {
  /// What the depth is decided by, as plain values.
  public struct Circumstances: Hashable, Sendable {
    /// `--color`; `--no-color` is `.never`.
    public var option: ColorChoice?
    public var configuration: ColorChoice?
    /// The environment variables of these names, nil when not set.
    public var noColor, clicolorForce, term, colorTerm: String?
    /// Colours that terminfo gives the terminal; nil when unknown.
    public var terminfoColors: Int?

    public init(
      option: ColorChoice? = nil, configuration: ColorChoice? = nil, noColor: String? = nil,
      clicolorForce: String? = nil, term: String? = nil, colorTerm: String? = nil,
      terminfoColors: Int? = nil
    ) {
      self.option = option
      self.configuration = configuration
      self.noColor = noColor
      self.clicolorForce = clicolorForce
      self.term = term
      self.colorTerm = colorTerm
      self.terminfoColors = terminfoColors
    }

    /// - Parameter environment: all variables.
    public init(
      option: ColorChoice?, configuration: ColorChoice?, environment: [String: String],
      terminfoColors: Int?
    ) {
      self.init(
        option: option, configuration: configuration, noColor: environment["NO_COLOR"],
        clicolorForce: environment["CLICOLOR_FORCE"], term: environment["TERM"],
        colorTerm: environment["COLORTERM"], terminfoColors: terminfoColors)
    }
  }

  /// The first that speaks wins: `--color`, the configuration, `NO_COLOR` (not empty),
  /// `CLICOLOR_FORCE`, `TERM=dumb`, then terminfo, which `COLORTERM` raises to 24 bit.
  /// `auto` leaves it to the next; `always` and `CLICOLOR_FORCE` use what the terminal has, but at
  /// least 16. A back end that cannot do 24 bit uses 256.
  public static func decide(_ facts: Circumstances) -> ColorDepth {
    for choice in [facts.option, facts.configuration] {
      switch choice {
      case .never: return .none
      case .always: return max(.sixteen, terminal(facts))
      case .sixteen: return .sixteen
      case .indexed: return .indexed
      case .truecolor: return .direct
      case .auto, nil: break
      }
    }
    if let noColor = facts.noColor, !noColor.isEmpty { return .none }
    if let force = facts.clicolorForce, !force.isEmpty, force != "0" {
      return max(.sixteen, terminal(facts))
    }
    if facts.term == "dumb" { return .none }
    return terminal(facts)
  }

  /// What terminfo and `COLORTERM` say.
  private static func terminal(_ facts: Circumstances) -> ColorDepth {
    let isDirect = ["truecolor", "24bit"].contains(facts.colorTerm)
    guard let colors = facts.terminfoColors else { return isDirect ? .direct : .none }
    if colors >= 65_536 || (isDirect && colors >= 8) { return .direct }
    return ColorDepth.allCases.last { $0.rawValue <= max(0, colors) } ?? .none
  }
}
