/// How well a theme can be read: the contrast of each role, and how far accepted and rejected are
/// apart for eyes that see fewer hues.
public struct ThemeCheck: Hashable, Sendable {
  public struct Contrast: Hashable, Sendable {
    public var role: Role
    /// 1 ... 21, against the role's own background.
    public var ratio: Double
    /// Borders and the empty part of bars carry no text and may be faint.
    public var isText: Bool

    public var isTooLow: Bool { isText && ratio < Theme.readableContrast }
  }

  public struct Distance: Hashable, Sendable {
    public var vision: ColorVision
    /// ΔE between accepted and rejected.
    public var distance: Double

    public var isTooSmall: Bool { distance < ThemeCheck.tellableDistance }
  }

  /// ΔE below which two marks are easily taken for each other; ours.
  public static let tellableDistance = 25.0

  public let name: String
  public let contrasts: [Contrast]
  public let distances: [Distance]

  public init(_ theme: Theme) {
    name = theme.name
    contrasts = Role.allCases.map { role in
      let colors = theme.colors(of: Style(role))
      return Contrast(
        role: role, ratio: colors.foreground.contrast(with: colors.background),
        isText: role != .border && role != .barEmpty)
    }
    let accepted = theme.colors(of: Style(.accepted)).foreground
    let rejected = theme.colors(of: Style(.rejected)).foreground
    distances = ColorVision.allCases.map {
      Distance(vision: $0, distance: $0.distance(accepted, rejected))
    }
  }

  /// One sentence for each value that is too low.
  public var warnings: [String] {
    let contrasts = contrasts.filter(\.isTooLow).map {
      "\($0.role.rawValue) is hard to read: contrast \(number($0.ratio)), "
        + "\(number(Theme.readableContrast)) is needed"
    }
    let distances = distances.filter(\.isTooSmall).map {
      "accepted and rejected look alike with \($0.vision.rawValue): distance "
        + "\(number($0.distance)), \(number(Self.tellableDistance)) is needed"
    }
    return contrasts + distances
  }

  /// A table of all values, then the warnings.
  public var text: String {
    let rows =
      contrasts.map { row in
        line(row.role.rawValue, row.ratio, row.isTooLow ? "too low" : row.isText ? "" : "no text")
      }
    let pairs = distances.map { row in
      line(row.vision.rawValue, row.distance, row.isTooSmall ? "too small" : "")
    }
    let verdict =
      warnings.isEmpty ? ["\(name): all values are good"] : warnings.map { "warning: \($0)" }
    return
      (["Contrast of each role against its background (text needs 4.5)"] + rows
      + ["", "Distance of accepted and rejected (25 is needed)"] + pairs + [""] + verdict)
      .joined(separator: "\n")
  }

  private func line(_ name: String, _ value: Double, _ note: String) -> String {
    let padded = name + String(repeating: " ", count: max(0, 14 - name.count))
    let text = "  \(padded) \(NumberText.fixed(value, decimals: 1, columns: 6))"
    return note.isEmpty ? text : "\(text)  \(note)"
  }

  private func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
}
