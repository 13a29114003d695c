/// Numbers in as many columns as they always have, right-aligned, so that columns stand still.
public enum NumberText {
  /// 4 columns: "0.83", "<.01" for what is below 0.005 but not zero, "   -" for none.
  public static func probability(_ probability: Double?) -> String {
    guard let probability, !probability.isNaN else { return "   -" }
    if probability > 0, probability < 0.005 { return "<.01" }
    return fixed(min(max(probability, 0), 1), decimals: 2, columns: 4)
  }

  /// 4 columns: " 83%", "100%", "   -" for none.
  public static func percent(_ fraction: Double?) -> String {
    guard let fraction, fraction.isFinite else { return "   -" }
    return fixed(fraction * 100, decimals: 0, columns: 3) + "%"
  }

  /// 6 columns, a rate in a unit that the header names: "  2.41", " 143.2", " 12345".
  public static func rate(_ rate: Double?) -> String {
    guard let rate, rate.isFinite else { return pad("-", columns: 6) }
    let decimals = abs(rate) < 100 ? 2 : abs(rate) < 10_000 ? 1 : 0
    return fixed(rate, decimals: decimals, columns: 6)
  }

  /// 7 columns with the unit: "  812µs", " 12.3ms", "  1.20s".
  public static func microseconds(_ microseconds: Double?, glyphs: Glyphs = .unicode) -> String {
    guard let microseconds, microseconds.isFinite else { return pad("-", columns: 7) }
    if microseconds < 999.5 {
      return fixed(microseconds, decimals: 0, columns: 5) + glyphs.microseconds
    }
    if microseconds < 999_950 {
      return fixed(microseconds / 1000, decimals: 1, columns: 5) + "ms"
    }
    let seconds = microseconds / 1_000_000
    return fixed(seconds, decimals: seconds < 1000 ? 2 : 0, columns: 6) + "s"
  }

  /// A count in `columns`, shortened to thousands ("12k") or millions when it does not fit.
  public static func count(_ count: Int, columns: Int = 6) -> String {
    let digits = String(count)
    if digits.utf8.count <= columns { return pad(digits, columns: columns) }
    for (divisor, unit) in [(1000, "k"), (1_000_000, "M"), (1_000_000_000, "G")] {
      let short = "\(count / divisor)\(unit)"
      if short.utf8.count <= columns { return pad(short, columns: columns) }
    }
    return String(repeating: "#", count: max(0, columns))
  }

  /// `value` with `decimals` digits after the point, right-aligned in at least `columns`.
  public static func fixed(_ value: Double, decimals: Int, columns: Int = 0) -> String {
    guard value.isFinite, abs(value) < 1e15 else {
      return pad(value.isNaN ? "-" : value < 0 ? "-inf" : "inf", columns: columns)
    }
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return pad("\(sign)\(scaled)", columns: columns) }
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    return pad("\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))", columns: columns)
  }

  static func pad(_ text: String, columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - TextWidth.columns(text))) + text
  }
}
