/// Numbers from 0 to 1 in plain characters, for what drafters say of their state.
enum Gauge {
  /// "[######----]": ten places.
  static func bar(_ value: Double) -> String {
    let filled = Int((min(1, max(0, value)) * 10).rounded())
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 10 - filled)
      + "]"
  }

  /// "0.62".
  static func hundredths(_ value: Double) -> String {
    let rounded = Int((value * 100).rounded())
    let digits = rounded % 100
    return "\(rounded / 100).\(digits < 10 ? "0" : "")\(digits)"
  }
}
